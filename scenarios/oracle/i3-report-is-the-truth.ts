// I3: a report shows exactly what the delivering banks had to show, none twice, none left out. A bank may have answered
// at any instant from the first call to it until it was done.
import type { IssuerCode } from '../../core/banks.ts';
import type { Card } from '../../core/messages.ts';
import type { BankAnswer, Report, ReportCard } from '../../engine/report.ts';
import { Latest } from './latest.ts';
import type { Invariant, RunContext, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const reportIsTheTruth: Invariant = {
  id: 'I3',
  title:
    'the cards of a report are exactly the ground truth of the delivering banks, none twice, none left out, R3 applied',
  watch: (context) => new Truths(context),
};

/** When the banks of a query were asked, each by its place in `banks`; before that not a number. */
interface Asked {
  readonly userId: string;
  readonly banks: readonly IssuerCode[];
  readonly acceptedAtMs: number;
  readonly firstCallMs: number[];
  readonly doneMs: number[];
  /** A report that changes later is I4's affair. */
  judged: boolean;
}

class Truths implements Watch {
  readonly #context: RunContext;
  readonly #running = new Map<string, Asked>();
  readonly #ended = new Latest<Asked>();

  constructor(context: RunContext) {
    this.#context = context;
  }

  'query-accepted'({ queryId, userId, banks, atMs }: SeenAs<'query-accepted'>): readonly Violation[] {
    const [firstCallMs, doneMs] = [banks.map(never), banks.map(never)];
    this.#running.set(queryId, { userId, banks, acceptedAtMs: atMs, firstCallMs, doneMs, judged: false });
    return NONE;
  }

  'call-started'({ queryId, bank, atMs }: SeenAs<'call-started'>): readonly Violation[] {
    const asked = this.#running.get(queryId);
    if (asked === undefined) return NONE;
    const at = asked.banks.indexOf(bank);
    if (at !== -1 && Number.isNaN(asked.firstCallMs[at])) asked.firstCallMs[at] = atMs;
    return NONE;
  }

  'bank-done'({ queryId, bank, atMs }: SeenAs<'bank-done'>): readonly Violation[] {
    const asked = this.#running.get(queryId);
    const at = asked?.banks.indexOf(bank) ?? -1;
    if (asked !== undefined && at !== -1) asked.doneMs[at] = atMs;
    return NONE;
  }

  'query-ended'({ queryId }: SeenAs<'query-ended'>): readonly Violation[] {
    const asked = this.#running.get(queryId);
    this.#running.delete(queryId);
    if (asked !== undefined) this.#ended.set(queryId, asked);
    return NONE;
  }

  report({ queryId, userId, report }: SeenAs<'report'>): readonly Violation[] {
    const asked = this.#ended.get(queryId) ?? this.#running.get(queryId);
    if (asked !== undefined && asked.userId !== userId) {
      return broken('I3', queryId, `${userId} was shown a report of ${asked.userId}`);
    }
    if (asked?.judged === true) return NONE;
    if (asked !== undefined) asked.judged = true;
    const idNumber = this.#context.idNumberOf(userId);
    if (idNumber === undefined) return broken('I3', queryId, `the run does not know ${userId}, who was shown a report`);
    const shown = Map.groupBy(report.cards, ({ bank }) => bank);
    const problems: string[] = [];
    for (const { bank, disposition, unsupported } of report.banks) {
      const isDelivered = disposition === 'DELIVERED';
      const truths = isDelivered ? this.#truthsOf(idNumber, bank, report, asked) : NO_ANSWER;
      const problem = differenceFrom(truths, { cards: shown.get(bank) ?? [], unsupported });
      if (problem !== undefined) problems.push(`${bank} (${disposition}) ${problem}`);
    }
    return broken('I3', queryId, ...problems, ...summaryProblems(report, shown));
  }

  #truthsOf(idNumber: string, bank: IssuerCode, report: Report, asked: Asked | undefined): readonly BankAnswer[] {
    const at = asked?.banks.indexOf(bank) ?? -1;
    const untilMs = asked?.doneMs[at] || Date.parse(report.generatedAt);
    const fromMs = asked?.firstCallMs[at] || (asked?.acceptedAtMs ?? untilMs - this.#context.settings.deadlineMs);
    return this.#context.truths(idNumber, bank, fromMs, untilMs);
  }
}

const never = (): number => Number.NaN;
const NO_ANSWER: readonly BankAnswer[] = [{ cards: [], unsupported: [] }];

const differenceFrom = (truths: readonly BankAnswer[], shown: BankAnswer): string | undefined => {
  if (truths.some((truth) => isSame(truth, shown))) return undefined;
  return `shows ${wordsOf(shown)}, the truth is ${truths.map(wordsOf).join(' or ') || 'unknown'}`;
};

/** The same cards and counts, whatever their order. */
const isSame = (one: BankAnswer, other: BankAnswer): boolean =>
  isSameList(one.cards, other.cards, isSameCard) && isSameList(one.unsupported, other.unsupported, isSameCount);

/** As often the same in both. Lists of one bank are short: nothing is sorted for it, and no text made. */
const isSameList = <Item>(
  some: readonly Item[],
  others: readonly Item[],
  isEqual: (one: Item, other: Item) => boolean,
): boolean => {
  const times = (of: readonly Item[], item: Item): number =>
    of.reduce((sum, one) => (isEqual(one, item) ? sum + 1 : sum), 0);
  return some.length === others.length && some.every((item) => times(some, item) === times(others, item));
};

type Count = BankAnswer['unsupported'][number];

const isSameCount = (one: Count, other: Count): boolean => one.reason === other.reason && one.count === other.count;

const isSameCard = (one: Card, other: Card): boolean =>
  one.panLast4 === other.panLast4 &&
  one.panFirst4 === other.panFirst4 &&
  one.cardType === other.cardType &&
  one.accountClass === other.accountClass &&
  one.status === other.status;

const wordsOf = ({ cards, unsupported }: BankAnswer): string => {
  const counts = unsupported.map(({ reason, count }) => `${reason} ${count}`);
  return [...cards.map(cardWords), ...counts].toSorted().join(', ') || 'nothing';
};

const cardWords = ({ cardType, panFirst4, panLast4, accountClass, status }: Card): string =>
  `${cardType} ${panFirst4} ${panLast4} ${accountClass ?? '-'} ${status ?? '-'}`;

type ByBank = ReadonlyMap<IssuerCode, readonly ReportCard[]>;

const summaryProblems = ({ summary, cards, banks }: Report, shown: ByBank): readonly string[] => {
  const count = (of: readonly Card[], type: Card['cardType']) =>
    of.reduce((sum, { cardType }) => (cardType === type ? sum + 1 : sum), 0);
  const totals = { bank: 'all banks', debit: summary.debit, credit: summary.credit };
  const wrong = [...summary.banks, totals].flatMap((row) => {
    const of = row === totals ? cards : (shown.get(row.bank) ?? []);
    const [debit, credit] = [count(of, 'DEBIT'), count(of, 'CREDIT')];
    if (row.debit === debit && row.credit === credit) return [];
    return [`the summary of ${row.bank} says ${row.debit}+${row.credit}, the cards ${debit}+${credit}`];
  });
  const strange = [...shown.keys()].filter((code) => !banks.some(({ bank }) => bank === code));
  const delivered = banks.filter(({ disposition }) => disposition === 'DELIVERED').map(({ bank }) => bank);
  const isOther = delivered.join() !== summary.banks.map(({ bank }) => bank).join();
  return [
    ...wrong,
    ...strange.map((bank) => `cards of ${bank} are shown, which is no bank of the report`),
    ...(isOther ? ['the summary lists other banks than those that delivered'] : []),
  ];
};
