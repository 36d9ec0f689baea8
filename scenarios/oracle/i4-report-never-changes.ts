// I4: every look at a report shows the same, whatever happens in between; a query ends once and is told once.
import type { QueryRecord } from '../../engine/store/port.ts';
import { fingerprint } from './fingerprint.ts';
import { Latest } from './latest.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const reportNeverChanges: Invariant = {
  id: 'I4',
  title: 'a report never changes; at most one per query; at most one short message per outcome',
  watch: () => new Reports(),
};

/** What has been seen of one query. */
interface Known {
  endedAtMs?: number;
  record?: Pick<QueryRecord, 'status' | 'generatedAtMs' | 'expiresAtMs'>;
  /** Of the first look at the report. */
  look?: string;
  /** When its short message was first seen. */
  toldAtMs?: number;
}

class Reports implements Watch {
  readonly #running = new Map<string, Known>();
  readonly #ended = new Latest<Known>();

  /** The end of a query may have died with its engine before it was told of, but not what its record says. */
  end(): readonly Violation[] {
    return [...this.#running].flatMap(([queryId, { record, toldAtMs }]) =>
      toldAtMs !== undefined && record?.status === 'RUNNING' ? broken('I4', queryId, TOLD_TOO_EARLY) : [],
    );
  }

  'query-accepted'({ queryId }: SeenAs<'query-accepted'>): readonly Violation[] {
    this.#knownOf(queryId);
    return NONE;
  }

  'query-ended'({ queryId, atMs }: SeenAs<'query-ended'>): readonly Violation[] {
    const known = this.#knownOf(queryId);
    if (known.endedAtMs !== undefined) return broken('I4', queryId, 'the query ended more than once');
    known.endedAtMs = atMs;
    this.#running.delete(queryId);
    this.#ended.set(queryId, known);
    return known.toldAtMs !== undefined && known.toldAtMs < atMs ? broken('I4', queryId, TOLD_TOO_EARLY) : NONE;
  }

  #knownOf(queryId: string): Known {
    let known = this.#running.get(queryId) ?? this.#ended.get(queryId);
    if (known === undefined) {
      known = {};
      this.#running.set(queryId, known);
    }
    return known;
  }

  report({ queryId, report }: SeenAs<'report'>): readonly Violation[] {
    const known = this.#knownOf(queryId);
    const look = fingerprint(report);
    known.look ??= look;
    return broken(
      'I4',
      queryId,
      ...(known.look === look ? [] : ['a look at the report showed another one than the first look']),
      ...(report.queryId === queryId ? [] : ['the report is of another query']),
      ...(known.record?.status === 'FAILED' ? ['a report was shown though the query has FAILED'] : []),
    );
  }

  record({ record }: SeenAs<'record'>): readonly Violation[] {
    const { queryId, status, generatedAtMs, expiresAtMs } = record;
    const known = this.#knownOf(queryId);
    const before = known.record;
    known.record = { status, generatedAtMs, expiresAtMs };
    if (before === undefined || before.status === 'RUNNING') return NONE;
    const isSame = generatedAtMs === before.generatedAtMs && expiresAtMs === before.expiresAtMs;
    const mayFollow = status === before.status || (status === 'EXPIRED' && before.status === 'READY');
    return broken(
      'I4',
      queryId,
      ...(mayFollow ? [] : [`the record says ${status}, and had said ${before.status}`]),
      ...(isSame || !mayFollow ? [] : ['the record says that the report was made at another time']),
    );
  }

  messages({ queryId, texts, atMs }: SeenAs<'messages'>): readonly Violation[] {
    const known = this.#knownOf(queryId);
    if (texts.length > 0) known.toldAtMs ??= atMs;
    if (texts.length > 1) return broken('I4', queryId, `${texts.length} short messages were sent about it`);
    const hasEnded = known.endedAtMs !== undefined || (known.record !== undefined && known.record.status !== 'RUNNING');
    return texts.length === 0 && hasEnded ? broken('I4', queryId, 'no short message was sent about it') : NONE;
  }
}

const TOLD_TOO_EARLY = 'a short message was sent before it ended';
