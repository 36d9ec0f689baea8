// I3: a report shows exactly what the delivering banks had to show, none twice, none left out.
import { DAY_MS, type Day, shanghaiDay } from '../../core/calendar.ts';
import type { Card } from '../../core/messages.ts';
import type { BankAnswer, Report } from '../../engine/report.ts';
import type { Invariant, ObservedQuery, RunRecord } from './run-record.ts';

export const reportIsTheTruth: Invariant = {
  id: 'I3',
  title:
    'the cards of a report are exactly the ground truth of the delivering banks, none twice, none left out, R3 applied',
  check: (run) =>
    run.queries.flatMap((query) =>
      query.reports.flatMap((report) =>
        problemsOf(report, query, run).map((message) => ({
          invariant: 'I3',
          queryId: query.record.queryId,
          message,
        })),
      ),
    ),
};

const problemsOf = (report: Report, { idNumber, record }: ObservedQuery, run: RunRecord): string[] => {
  const days = daysBetween(record.acceptedAtMs, record.generatedAtMs ?? record.acceptedAtMs);
  const problems = report.banks.flatMap(({ bank, disposition, unsupported }) => {
    const shown = canonical({ cards: report.cards.filter((card) => card.bank === bank), unsupported });
    const truths: readonly BankAnswer[] =
      disposition === 'DELIVERED'
        ? days.map((day) => run.truthOn(idNumber, bank, day))
        : [{ cards: [], unsupported: [] }];
    // A bank may have answered on any day on which the query ran.
    if (truths.some((truth) => canonical(truth) === shown)) return [];
    return [`${bank} (${disposition}) shows ${shown}, the truth is ${truths.map(canonical).join(' or ')}`];
  });
  return [...problems, ...summaryProblems(report)];
};

const summaryProblems = ({ summary, cards, banks }: Report): string[] => {
  const problems: string[] = [];
  const count = (bank: string | undefined, type: Card['cardType']) =>
    cards.filter((card) => (bank === undefined || card.bank === bank) && card.cardType === type).length;
  for (const row of [...summary.banks, { bank: undefined, debit: summary.debit, credit: summary.credit }]) {
    const [debit, credit] = [count(row.bank, 'DEBIT'), count(row.bank, 'CREDIT')];
    if (row.debit === debit && row.credit === credit) continue;
    problems.push(
      `the summary of ${row.bank ?? 'all banks'} says ${row.debit}+${row.credit}, the cards ${debit}+${credit}`,
    );
  }
  const delivered = banks.filter(({ disposition }) => disposition === 'DELIVERED').map(({ bank }) => bank);
  if (delivered.join() !== summary.banks.map(({ bank }) => bank).join()) {
    problems.push('the summary lists other banks than those that delivered');
  }
  return problems;
};

/** The same text for the same cards and counts, whatever their order. */
const canonical = ({ cards, unsupported }: BankAnswer): string =>
  JSON.stringify([
    cards
      .map((card) =>
        [card.cardType, card.panFirst4, card.panLast4, card.accountClass ?? '', card.status ?? ''].join(' '),
      )
      .toSorted(),
    unsupported.map(({ reason, count }) => `${reason} ${count}`),
  ]);

const daysBetween = (fromMs: number, untilMs: number): readonly Day[] => {
  const days = [shanghaiDay(fromMs)];
  for (let atMs = fromMs + DAY_MS; atMs < untilMs; atMs += DAY_MS) days.push(shanghaiDay(atMs));
  return [...new Set([...days, shanghaiDay(untilMs)])];
};
