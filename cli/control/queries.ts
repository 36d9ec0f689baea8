// The newest queries of the network, and one of them with its banks: what the console draws. Nothing in it is about a
// person.
import { type Queries, type Query, STRIP_LETTERS } from '../../console/wire/queries.ts';
import { BANKS } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { group, oneOf } from '../../core/fields.ts';
import { type LoggedBank, type LoggedQuery, MAX_LOGGED_QUERIES } from '../query-log.ts';
import { done, problem } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { wholeText } from './question-fields.ts';
import { type ControlRoute, questionAs } from './routes.ts';

/** Some 250 kB. */
const DEFAULT_LIMIT = 1000;

const questionSchema = group({
  after: wholeText(0, Number.MAX_SAFE_INTEGER).optional(),
  before: wholeText(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeText(1, MAX_LOGGED_QUERIES).optional(),
  status: oneOf(['RUNNING', 'READY', 'FAILED']).optional(),
});

const CODES = BANKS.map(({ code }) => code);

export const queryRoutes = (
  { queryLog, circuitLog }: Pick<EngineSide, 'queryLog' | 'circuitLog'>,
  { clock, startId }: Pick<RouteParts, 'clock' | 'startId'>,
): readonly ControlRoute[] => [
  {
    path: '/control/queries',
    methods: {
      GET: ({ question }) => {
        const asked = questionAs(questionSchema, question);
        if (!asked.ok) return asked.failure;
        const { limit = DEFAULT_LIMIT, ...which } = asked.value;
        const { change, size: total, firstSeq } = queryLog;
        const queries = queryLog.list({ ...which, limit }).map(listed);
        return done({ startId, change, total, firstSeq, banks: CODES, queries } satisfies Queries);
      },
    },
  },
  {
    path: '/control/queries/:queryId',
    methods: {
      GET: (request) => {
        const query = queryLog.find(request.part('queryId'));
        if (query === undefined) return UNKNOWN;
        const nowMs = clock.now();
        const banks = query.banks.map(({ bank }) => bank);
        const circuits = circuitLog.within(banks, query.acceptedAtMs ?? 0, query.endedAtMs ?? nowMs);
        return done({
          startId,
          now: shanghaiTimestamp(nowMs),
          ...shownOf(query),
          banks: query.banks.map((bank) => ({
            bank: bank.bank,
            disposition: bank.disposition ?? 'PENDING',
            attempts: bank.attempts,
            ...(bank.doneAtMs !== undefined && { doneAt: shanghaiTimestamp(bank.doneAtMs) }),
          })),
          circuits: circuits.map(({ bank, fromMs, untilMs }) => ({
            bank,
            from: shanghaiTimestamp(fromMs),
            ...(untilMs !== undefined && { until: shanghaiTimestamp(untilMs) }),
          })),
        } satisfies Query);
      },
    },
  },
];

const shownOf = ({ queryId, status, acceptedAtMs, deadlineMs, endedAtMs }: LoggedQuery) => ({
  queryId,
  status,
  ...(acceptedAtMs !== undefined && { acceptedAt: shanghaiTimestamp(acceptedAtMs) }),
  ...(deadlineMs !== undefined && { deadline: shanghaiTimestamp(deadlineMs) }),
  ...(endedAtMs !== undefined && { endedAt: shanghaiTimestamp(endedAtMs) }),
});

const listed = (query: LoggedQuery): Queries['queries'][number] => ({
  seq: query.seq,
  change: query.change,
  ...shownOf(query),
  strip: stripOf(query),
  calls: query.calls,
});

const stripOf = ({ banks }: LoggedQuery): string => {
  const letters = new Map(banks.map((bank) => [bank.bank, letterOf(bank)]));
  return CODES.map((code) => letters.get(code) ?? STRIP_LETTERS.NOT_CHOSEN).join('');
};

const letterOf = ({ disposition, attempts }: LoggedBank): string =>
  STRIP_LETTERS[disposition ?? (attempts > 1 ? 'ASKED_AGAIN' : 'PENDING')];

const UNKNOWN = problem(
  404,
  'NOT_FOUND',
  `This query is not among the newest ${MAX_LOGGED_QUERIES} of which this start of the network has heard: ` +
    'one that ended before a restart is not heard of again',
);
