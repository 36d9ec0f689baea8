// I4: every look at a report shows the same, whatever happens in between; a query ends once and is told once.
import type { EngineEvent } from '../../engine/events.ts';
import type { QueryRecord } from '../../engine/store/port.ts';
import { fingerprint } from './fingerprint.ts';
import { Latest } from './latest.ts';
import type { Invariant, Sight, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const reportNeverChanges: Invariant = {
  id: 'I4',
  title: 'a report never changes; at most one per query; at most one short message per outcome',
  isBeyondCalls: true,
  watch: () => new Reports(),
};

/** What has been seen of one query. */
interface Seen {
  endedAtMs?: number;
  record?: Pick<QueryRecord, 'status' | 'generatedAtMs' | 'expiresAtMs'>;
  /** Of the first look at the report. */
  look?: string;
  /** When its short message was first seen. */
  toldAtMs?: number;
}

class Reports implements Watch {
  readonly #running = new Map<string, Seen>();
  readonly #ended = new Latest<Seen>();

  see(sight: Sight): readonly Violation[] {
    switch (sight.kind) {
      case 'engine':
        return this.#happened(sight.event);
      case 'report':
        return this.#report(sight);
      case 'record':
        return this.#record(sight);
      case 'messages':
        return this.#messages(sight);
      default:
        return NONE;
    }
  }

  /** The end of a query may have died with its engine before it was told of, but not what its record says. */
  end(): readonly Violation[] {
    return [...this.#running].flatMap(([queryId, { record, toldAtMs }]) =>
      toldAtMs !== undefined && record?.status === 'RUNNING' ? broken('I4', queryId, TOLD_TOO_EARLY) : [],
    );
  }

  #happened(event: EngineEvent): readonly Violation[] {
    if (event.type === 'query-accepted') this.#seen(event.queryId);
    if (event.type !== 'query-ended') return NONE;
    const { queryId, atMs } = event;
    const seen = this.#seen(queryId);
    if (seen.endedAtMs !== undefined) return broken('I4', queryId, 'the query ended more than once');
    seen.endedAtMs = atMs;
    this.#running.delete(queryId);
    this.#ended.set(queryId, seen);
    return seen.toldAtMs !== undefined && seen.toldAtMs < atMs ? broken('I4', queryId, TOLD_TOO_EARLY) : NONE;
  }

  #seen(queryId: string): Seen {
    let seen = this.#running.get(queryId) ?? this.#ended.get(queryId);
    if (seen === undefined) {
      seen = {};
      this.#running.set(queryId, seen);
    }
    return seen;
  }

  #report({ queryId, report }: Extract<Sight, { kind: 'report' }>): readonly Violation[] {
    const seen = this.#seen(queryId);
    const look = fingerprint(report);
    seen.look ??= look;
    return broken(
      'I4',
      queryId,
      ...(seen.look === look ? [] : ['a look at the report showed another one than the first look']),
      ...(report.queryId === queryId ? [] : ['the report is of another query']),
      ...(seen.record?.status === 'FAILED' ? ['a report was shown though the query has FAILED'] : []),
    );
  }

  #record({ record }: Extract<Sight, { kind: 'record' }>): readonly Violation[] {
    const { queryId, status, generatedAtMs, expiresAtMs } = record;
    const seen = this.#seen(queryId);
    const before = seen.record;
    seen.record = { status, generatedAtMs, expiresAtMs };
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

  #messages({ queryId, texts, atMs }: Extract<Sight, { kind: 'messages' }>): readonly Violation[] {
    const seen = this.#seen(queryId);
    if (texts.length > 0) seen.toldAtMs ??= atMs;
    if (texts.length > 1) return broken('I4', queryId, `${texts.length} short messages were sent about it`);
    const hasEnded = seen.endedAtMs !== undefined || (seen.record !== undefined && seen.record.status !== 'RUNNING');
    return texts.length === 0 && hasEnded ? broken('I4', queryId, 'no short message was sent about it') : NONE;
  }
}

const TOLD_TOO_EARLY = 'a short message was sent before it ended';
