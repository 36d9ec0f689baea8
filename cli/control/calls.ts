// The journal of calls, asked for by query and issuer, page by page.
import { BANKS } from '../../core/banks.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { MAX_JOURNAL_CALLS } from '../../core/journal.ts';
import { done } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { wholeText } from './question-fields.ts';
import { type ControlRoute, questionAs } from './routes.ts';

/** As many as a query over sixteen banks has, with sixty attempts each. */
const DEFAULT_LIMIT = 1000;

const QUERY_ID = /^[A-Za-z0-9_-]{1,64}$/;

const questionSchema = group({
  queryId: reading(
    (given) => (typeof given === 'string' && QUERY_ID.test(given) ? given : undefined),
    'must be the queryId of an application',
  ).optional(),
  issuer: oneOf(BANKS.map(({ code }) => code)).optional(),
  after: wholeText(0, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeText(1, MAX_JOURNAL_CALLS).optional(),
});

export const callRoutes = ({ journal }: RouteParts): readonly ControlRoute[] => [
  {
    path: '/control/journal',
    methods: {
      GET: ({ question }) => {
        const asked = questionAs(questionSchema, question);
        if (!asked.ok) return asked.failure;
        const { limit = DEFAULT_LIMIT, ...which } = asked.value;
        return done({ entries: journal.list({ ...which, limit }) });
      },
    },
  },
];
