// The journal of calls, asked for by query, issuer and words, page by page, or by number.
import type { JournalPart } from '../../console/wire/journal.ts';
import { BANKS } from '../../core/banks.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { MAX_JOURNAL_CALLS } from '../../core/journal.ts';
import { done } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { queryIdText, wholeText } from './question-fields.ts';
import { type ControlRoute, questionAs } from './routes.ts';

/** As many as a query over sixteen banks has, with sixty attempts each. */
const DEFAULT_LIMIT = 1000;

/** Rows of a page that are still to be completed. */
const MAX_SEQS = 200;
/** Words of the journal itself: ids, codes, names of faults. */
const SEARCH = /^[A-Za-z0-9_./ -]{1,64}$/;
/** A word of digits alone that is as long may be somebody's number, which no address may hold (R26). */
const LONG_NUMBER = /(^| )[0-9]{8,}[Xx]?($| )/;

const wordsOf = (given: unknown): readonly string[] | undefined =>
  typeof given === 'string' && SEARCH.test(given) && !LONG_NUMBER.test(given)
    ? given
        .toLowerCase()
        .split(' ')
        .filter((word) => word !== '')
    : undefined;

const seqsOf = (given: unknown): readonly number[] | undefined =>
  typeof given === 'string' && /^[0-9]{1,15}(,[0-9]{1,15})*$/.test(given) && given.split(',').length <= MAX_SEQS
    ? given.split(',').map(Number)
    : undefined;

const questionSchema = group({
  queryId: queryIdText.optional(),
  issuer: oneOf(BANKS.map(({ code }) => code)).optional(),
  search: reading(
    wordsOf,
    'must be ids, codes or words of the journal, up to 64 characters, and no long number',
  ).optional(),
  after: wholeText(0, Number.MAX_SAFE_INTEGER).optional(),
  before: wholeText(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeText(1, MAX_JOURNAL_CALLS).optional(),
  seqs: reading(seqsOf, `must be numbers of entries with commas between, up to ${MAX_SEQS}`).optional(),
});

export const callRoutes = ({ journal, startId }: Pick<RouteParts, 'journal' | 'startId'>): readonly ControlRoute[] => [
  {
    path: '/control/journal',
    methods: {
      GET: ({ question }) => {
        const asked = questionAs(questionSchema, question);
        if (!asked.ok) return asked.failure;
        const { limit = DEFAULT_LIMIT, seqs, search, ...which } = asked.value;
        const entries = seqs === undefined ? journal.list({ ...which, words: search, limit }) : journal.entries(seqs);
        return done({ startId, lastSeq: journal.lastSeq, entries } satisfies JournalPart);
      },
    },
  },
];
