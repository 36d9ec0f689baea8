// I3: a report shows exactly what the delivering banks had to show, none twice, none left out. A bank may have answered
// at any instant from the first call to it until it was done.
import type { IssuerCode } from '../../core/banks.ts';
import type { Card } from '../../core/messages.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { BankAnswer, Report, ReportCard } from '../../engine/report.ts';
import { Latest } from './latest.ts';
import type { Invariant, RunContext, Sight, Violation, Watch } from './sight.ts';
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

  see(sight: Sight): readonly Violation[] {
    if (sight.kind === 'engine') this.#happened(sight.event);
    return sight.kind === 'report' ? this.#report(sight) : NONE;
  }

  #happened(event: EngineEvent): void {
    if (event.type === 'query-accepted') {
      const { queryId, userId, banks, atMs } = event;
      const [firstCallMs, doneMs] = [banks.map(never), banks.map(never)];
      this.#running.set(queryId, { userId, banks, acceptedAtMs: atMs, firstCallMs, doneMs, judged: false });
    } else if (event.type === 'call-started' || event.type === 'bank-done') {
      const asked = this.#running.get(event.queryId);
      if (asked === undefined) return;
      const at = asked.banks.indexOf(event.bank);
      if (at === -1) return;
      if (event.type === 'bank-done') asked.doneMs[at] = event.atMs;
      else if (Number.isNaN(asked.firstCallMs[at])) asked.firstCallMs[at] = event.atMs;
    } else if (event.type === 'query-ended') {
      const asked = this.#running.get(event.queryId);
      this.#running.delete(event.queryId);
      if (asked !== undefined) this.#ended.set(event.queryId, asked);
    }
  }

  #report({ queryId, userId, report }: Extract<Sight, { kind: 'report' }>): readonly Violation[] {
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
  if (truths.some((truth) => isInSameOrder(truth, shown))) return undefined;
  const text = canonical(shown);
  if (truths.some((truth) => canonical(truth) === text)) return undefined;
  return `shows ${text}, the truth is ${truths.map(canonical).join(' or ') || 'unknown'}`;
};

/** The same, member by member: nearly always, and sooner seen than {@link canonical} is written. */
const isInSameOrder = (one: BankAnswer, other: BankAnswer): boolean =>
  one.cards.length === other.cards.length &&
  one.unsupported.length === other.unsupported.length &&
  one.cards.every((card, at) => isSameCard(card, other.cards[at])) &&
  one.unsupported.every(({ reason, count }, at) => {
    const beside = other.unsupported[at];
    return reason === beside?.reason && count === beside.count;
  });

const isSameCard = (one: Card, other: Card | undefined): boolean =>
  one.panLast4 === other?.panLast4 &&
  one.panFirst4 === other.panFirst4 &&
  one.cardType === other.cardType &&
  one.accountClass === other.accountClass &&
  one.status === other.status;

/** The same text for the same cards and counts, whatever their order. */
const canonical = ({ cards, unsupported }: BankAnswer): string => {
  const counts = unsupported.map(({ reason, count }) => `${reason} ${count}`);
  return [...cards.map(wordsOf), ...counts].toSorted().join(', ') || 'nothing';
};

const wordsOf = ({ cardType, panFirst4, panLast4, accountClass, status }: Card): string =>
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
