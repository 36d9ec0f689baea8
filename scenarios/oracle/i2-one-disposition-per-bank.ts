// I2: each chosen bank ends once, nobody else does, and the record and the report say the same.
import type { IssuerCode } from '../../core/banks.ts';
import type { BankDisposition } from '../../engine/store/port.ts';
import { mayBeLost } from './crash-loss.ts';
import { Latest } from './latest.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const oneDispositionPerBank: Invariant = {
  id: 'I2',
  title: 'each chosen bank has exactly one disposition; no other bank has any',
  watch: () => new Dispositions(),
};

interface Done {
  readonly disposition: string;
  readonly atMs: number;
  readonly byCall: boolean;
  /** A crash may have taken it: then it comes again. */
  lost: boolean;
}

interface Running {
  /** Undefined where its acceptance was not seen. */
  readonly banks: readonly IssuerCode[] | undefined;
  readonly done: Map<IssuerCode, Done>;
  /** The bank whose answer to a call came last. */
  answered: IssuerCode | undefined;
}

type Shown = readonly { readonly bank: IssuerCode; readonly disposition: string }[];

/** What each bank came to, by its place: small enough to be kept for many. */
interface Ended {
  readonly banks: readonly IssuerCode[];
  readonly dispositions: readonly string[];
}

class Dispositions implements Watch {
  readonly #running = new Map<string, Running>();
  readonly #ended = new Latest<Ended>();

  'query-accepted'({ queryId, banks }: SeenAs<'query-accepted'>): readonly Violation[] {
    this.#running.set(queryId, { banks, done: new Map(), answered: undefined });
    return NONE;
  }

  'call-ended'({ queryId, bank, outcome }: SeenAs<'call-ended'>): readonly Violation[] {
    if (outcome === 'delivered') this.#runningOf(queryId).answered = bank;
    return NONE;
  }

  #runningOf(queryId: string): Running {
    let running = this.#running.get(queryId);
    if (running === undefined) {
      running = { banks: undefined, done: new Map(), answered: undefined };
      this.#running.set(queryId, running);
    }
    return running;
  }

  'bank-done'({ queryId, bank, disposition, atMs }: SeenAs<'bank-done'>): readonly Violation[] {
    if (this.#ended.get(queryId) !== undefined) {
      return broken('I2', queryId, `${bank} became ${disposition} after the query had ended`);
    }
    const { banks, done, answered } = this.#runningOf(queryId);
    const before = done.get(bank);
    done.set(bank, { disposition, atMs, byCall: disposition === 'DELIVERED' && answered === bank, lost: false });
    if (banks !== undefined && !banks.includes(bank)) {
      return broken('I2', queryId, `${bank} was not chosen and became ${disposition}`);
    }
    if (before === undefined || before.lost) return NONE;
    return broken('I2', queryId, `${bank} became ${disposition}, and had been ${before.disposition}`);
  }

  'query-ended'({ queryId }: SeenAs<'query-ended'>): readonly Violation[] {
    const running = this.#running.get(queryId);
    if (running === undefined) return NONE;
    this.#running.delete(queryId);
    const { done } = running;
    const banks = running.banks ?? [...done.keys()];
    const dispositions = banks.map((bank) => done.get(bank)?.disposition ?? 'PENDING');
    this.#ended.set(queryId, { banks, dispositions });
    if (!dispositions.includes('PENDING')) return NONE;
    const open = banks.filter((_, at) => dispositions[at] === 'PENDING');
    return broken('I2', queryId, ...open.map((bank) => `${bank} has no disposition though the query has ended`));
  }

  crashed({ atMs }: SeenAs<'crashed'>): readonly Violation[] {
    for (const { done } of this.#running.values()) {
      for (const one of done.values()) one.lost ||= mayBeLost(one.atMs, atMs, one.byCall);
    }
    return NONE;
  }

  report({ queryId, report }: SeenAs<'report'>): readonly Violation[] {
    return this.#ending(queryId, report.banks, 'the report');
  }

  record({ record }: SeenAs<'record'>): readonly Violation[] {
    const { queryId, banks, status, dispositions } = record;
    const running = this.#running.get(queryId);
    const pending = status === 'RUNNING' ? [] : dispositions.filter(({ disposition }) => disposition === 'PENDING');
    const found = broken(
      'I2',
      queryId,
      ...differences(banks, dispositions, 'the record'),
      ...pending.map(({ bank }) => `${bank} is PENDING though the query is ${status}`),
      ...(running === undefined ? [] : changes(running, dispositions)),
    );
    if (found.length > 0 || status === 'RUNNING' || running !== undefined) return found;
    if (this.#ended.get(queryId) === undefined) {
      this.#ended.set(queryId, { banks, dispositions: dispositions.map(({ disposition }) => disposition) });
    }
    return this.#ending(queryId, dispositions, 'the record');
  }

  /** What is shown of a query that has ended must be what its banks came to. */
  #ending(queryId: string, shown: Shown, where: string): readonly Violation[] {
    const known = this.#ended.get(queryId);
    if (known === undefined) return NONE;
    const { banks, dispositions } = known;
    const isAsBefore = ({ bank, disposition }: Shown[number], at: number): boolean =>
      bank === banks[at] && disposition === dispositions[at];
    if (shown.length === banks.length && shown.every(isAsBefore)) return NONE;
    const other = shown.flatMap(({ bank, disposition }) => {
      const before = dispositions[banks.indexOf(bank)];
      return before === undefined || before === disposition
        ? []
        : [`${bank} is ${disposition} in ${where}, and was ${before}`];
    });
    return broken('I2', queryId, ...differences(banks, shown, where), ...other);
  }
}

/** What a record has shown cannot be taken back, not even by a crash. */
const changes = ({ done }: Running, shown: readonly BankDisposition[]): readonly string[] =>
  shown.flatMap(({ bank, disposition }) => {
    const before = done.get(bank);
    if (before === undefined) return [];
    if (before.disposition === disposition) {
      done.set(bank, { ...before, atMs: Number.NEGATIVE_INFINITY, lost: false });
      return [];
    }
    const wasShown = before.atMs === Number.NEGATIVE_INFINITY;
    if (before.lost || (disposition === 'PENDING' && !wasShown)) return [];
    return [`${bank} is ${disposition} in the record, and was ${before.disposition}`];
  });

/** Banks that are missing, strange or there twice. Nearly always none: then every bank has its own place. */
const differences = (chosen: readonly string[], shown: Shown, where: string): readonly string[] => {
  if (shown.length === chosen.length && shown.every(({ bank }, at) => bank === chosen[at])) return [];
  const listed = shown.map(({ bank }) => bank);
  if (listed.length === chosen.length && chosen.every((bank) => listed.includes(bank))) return [];
  return [
    ...chosen.filter((bank) => !listed.includes(bank)).map((bank) => `${bank} was chosen and is missing in ${where}`),
    ...listed.filter((bank) => !chosen.includes(bank)).map((bank) => `${bank} was not chosen and is in ${where}`),
    ...listed.filter((bank, at) => listed.indexOf(bank) !== at).map((bank) => `${bank} is in ${where} more than once`),
  ];
};
