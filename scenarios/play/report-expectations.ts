// Compares a report with the parts of one that a scenario expects: objects member by member, the cards as a whole.
import { jsonPointer } from '../../core/json.ts';
import type { Report } from '../../engine/report.ts';
import { ADVICE } from '../../engine/texts.ts';
import type { Mismatch } from '../scenario-result.ts';
import type { ReportExpectation } from '../story/scenario.ts';

type Base = readonly (string | number)[];

export const reportMismatches = (base: Base, expected: ReportExpectation, report: Report): readonly Mismatch[] => [
  ...members([...base, 'summary'], expected.summary ?? {}, report.summary),
  ...Object.entries(expected.banks ?? {}).flatMap(([bank, wanted]) =>
    bankMismatches([...base, 'banks', bank], bank, wanted, report),
  ),
  ...cardMismatches([...base, 'cards'], expected.cards, report),
  // R27: all of the source's warnings, in its words.
  ...members(base, { advice: expected.advice }, { advice: report.advice.join() === ADVICE.join() }),
];

/** The members that are expected, against those of the same name. */
const members = (
  base: Base,
  expected: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
): readonly Mismatch[] =>
  Object.entries(expected).flatMap(([key, wanted]) =>
    wanted === undefined || wanted === got[key]
      ? []
      : [{ pointer: jsonPointer([...base, key]), expected: String(wanted), got: String(got[key]) }],
  );

type WantedBank = NonNullable<ReportExpectation['banks']>[string];

const bankMismatches = (base: Base, bank: string, wanted: WantedBank, report: Report): readonly Mismatch[] => {
  const row = report.banks.find((one) => one.bank === bank);
  if (row === undefined) return [{ pointer: jsonPointer(base), expected: 'a bank of the report', got: 'none' }];
  const { unsupported = {}, ...rest } = wanted;
  const { debit = 0, credit = 0 } = report.summary.banks.find((one) => one.bank === bank) ?? {};
  const reasons = Object.fromEntries(Object.keys(unsupported).map((reason) => [reason, 0]));
  const counted = Object.fromEntries(row.unsupported.map(({ reason, count }) => [reason, count]));
  return [
    ...members(base, rest, { disposition: row.disposition, debit, credit }),
    ...members([...base, 'unsupported'], unsupported, { ...reasons, ...counted }),
  ];
};

/** In their order: bank by bank as the network lists them, debit before credit, then by digits. */
const cardMismatches = (base: Base, wanted: ReportExpectation['cards'], { cards }: Report): readonly Mismatch[] => {
  if (wanted === undefined) return [];
  const expected = listed(wanted.map(({ bank, type, first4, last4 }) => `${bank} ${type} ${first4}…${last4}`));
  const got = listed(cards.map((card) => `${card.bank} ${card.cardType} ${card.panFirst4}…${card.panLast4}`));
  return expected === got ? [] : [{ pointer: jsonPointer(base), expected, got }];
};

const listed = (cards: readonly string[]): string => cards.join(', ') || 'no card';
