// Defects in the report and its notice (R21 to R23).
import type { Defect } from './defect.ts';

const ENDING = 'engine/ending.ts';
const FAN_OUT = 'engine/fan-out.ts';
const QUERIES = 'engine/store/memory-queries.ts';
const REPORT = 'engine/report.ts';

export const DEFECTS_OF_REPORTS: readonly Defect[] = [
  {
    name: 'report-changed-by-a-late-answer',
    what: 'the cards of a bank that was too late are added to the report that is made',
    rules: ['R21', 'R20'],
    caughtBy: 'I4',
    patches: [
      {
        file: FAN_OUT,
        find: 'const run = this.#runs.get(queryIdIn(inquiryId, bank));',
        replace: `const queryId = queryIdIn(inquiryId, bank);
          const run = this.#runs.get(queryId);
          if (run === undefined) {
            const progress = { state: 'DONE', attempts: 1, outcome: told.end } as const;
            await this.#parts.store.saveProgress({ queryId, bank, progress }, this.#parts.owner);
          }`,
      },
      {
        file: QUERIES,
        find: "if (entry?.status === 'RUNNING' && entry.owner === owner) entry.inquiries.set(bank, progress);",
        replace: `if (entry?.status === 'RUNNING' && entry.owner === owner) entry.inquiries.set(bank, progress);
          if (entry?.report === undefined || progress.state !== 'DONE') return;
          if (progress.outcome.disposition !== 'DELIVERED') return;
          const late = progress.outcome.answer.cards.map((card) => ({ bank, bankName: bank, ...card }));
          entry.report = { ...entry.report, cards: [...entry.report.cards, ...late] };`,
      },
    ],
  },
  {
    name: 'report-where-nobody-delivered',
    what: 'a query of which no bank delivered ends in an empty report',
    rules: ['R21'],
    caughtBy: 'expectation',
    patches: [
      {
        file: ENDING,
        find: "!outcomes.some(({ disposition }) => disposition === 'DELIVERED')",
        replace: 'outcomes.length === 0',
      },
    ],
  },
  {
    name: 'one-bank-fails-the-query',
    what: 'a query fails where one of its banks did not deliver',
    rules: ['R21', 'R16'],
    caughtBy: 'expectation',
    patches: [{ file: ENDING, find: '!outcomes.some(', replace: '!outcomes.every(' }],
  },
  {
    name: 'card-dropped',
    what: 'the last card of each bank is left out of the report',
    rules: ['R22'],
    caughtBy: 'I3',
    patches: [
      { file: REPORT, find: 'cards.toSorted(byCard).map(', replace: 'cards.toSorted(byCard).slice(0, -1).map(' },
    ],
  },
  {
    name: 'cards-with-equal-ends-merged',
    what: 'two cards of a person that end in the same four digits are shown as one',
    rules: ['R22'],
    caughtBy: 'I3',
    patches: [
      {
        file: REPORT,
        find: 'const cards = rows.flatMap(({ cards }) => cards);',
        replace: `const all = rows.flatMap(({ cards }) => cards);
          const cards = [...new Map(all.map((card) => [card.panLast4, card])).values()];`,
      },
    ],
  },
  {
    name: 'reasons-merged',
    what: 'cards that cannot be queried are all counted under the first reason',
    rules: ['R22', 'R3'],
    caughtBy: 'I3',
    patches: [
      {
        file: REPORT,
        find: 'disposition, unsupported };',
        replace: `disposition, unsupported: unsupported.slice(0, 1).map(({ reason }) => ({
          reason,
          count: unsupported.reduce((sum, { count }) => sum + count, 0),
        })) };`,
      },
    ],
  },
  {
    name: 'banks-by-alphabet',
    what: 'a report lists the banks by their codes, not in the order of the network',
    rules: ['R1', 'R22'],
    caughtBy: 'expectation',
    patches: [
      {
        file: REPORT,
        find: 'const rows = network.flatMap(',
        replace: 'const rows = network.toSorted((one, other) => (one.code < other.code ? -1 : 1)).flatMap(',
      },
    ],
  },
  {
    name: 'credit-counted-as-debit',
    what: 'the summary counts every card as a debit card',
    rules: ['R22'],
    caughtBy: 'I3',
    patches: [
      {
        file: REPORT,
        find: "summary: {\n      debit: countOf(cards, 'DEBIT')",
        replace: 'summary: {\n      debit: cards.length',
      },
    ],
  },
  {
    name: 'banks-that-failed-not-listed',
    what: 'a report lists the banks that delivered, and no other',
    rules: ['R22'],
    caughtBy: 'I2',
    patches: [
      {
        file: REPORT,
        find: 'banks: rows.map(({ row }) => row),',
        replace: "banks: rows.map(({ row }) => row).filter(({ disposition }) => disposition === 'DELIVERED'),",
      },
    ],
  },
  {
    name: 'message-twice-after-a-crash',
    what: 'the short message is sent a second before the ending is durable: after a crash between, again',
    rules: ['R23'],
    caughtBy: 'I4',
    patches: [
      {
        file: FAN_OUT,
        find: 'const written = await store.endQuery(ending);',
        replace: `const { userId } = run.user;
          const messageId = \`notice-\${ending.queryId}-\${clock.now()}\`;
          const notice = { messageId, userId, text: ending.message, atMs: clock.now() };
          const noCode = { code: '', sentAtMs: 0, wrongTries: 0, used: true };
          await store.sendSmsCode(userId, (present) => ({ code: present ?? noCode, message: notice }));
          await new Promise<void>((done) => clock.at(clock.now() + 1000, done));
          const written = await store.endQuery(ending);`,
      },
      {
        file: QUERIES,
        find: 'this.#people.addMessage({ messageId: queryId, userId, text: message, atMs: endedAtMs });',
        replace: '',
      },
    ],
  },
  {
    name: 'no-message-of-a-failure',
    what: 'nobody is told that their query failed',
    rules: ['R23'],
    caughtBy: 'I4',
    patches: [
      {
        file: QUERIES,
        find: 'this.#people.addMessage({',
        replace: "if (outcome.status === 'READY') this.#people.addMessage({",
      },
    ],
  },
];
