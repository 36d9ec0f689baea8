// The oracle over a running network: started and stopped by a tester, and asked what it has seen so far.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { group } from '../../core/fields.ts';
import type { OracleWatch } from '../oracle-watch.ts';
import { type ControlAnswer, done, problem } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { wholeText } from './question-fields.ts';
import { type ControlRoute, questionAs } from './routes.ts';

const questionSchema = group({ after: wholeText(0, Number.MAX_SAFE_INTEGER).optional() });

export const oracleRoutes = (
  { engine }: EngineSide,
  { clock, issuerCalls, changes }: Pick<RouteParts, 'clock' | 'issuerCalls' | 'changes'>,
): readonly ControlRoute[] => {
  let watch: OracleWatch | undefined;
  const now = (): number => clock.now();
  const shown = (of: OracleWatch, afterSecond?: number): ControlAnswer => {
    const { startedAtMs, ...seen } = of.view(afterSecond);
    return done({ startedAt: shanghaiTimestamp(startedAtMs), now: shanghaiTimestamp(now()), ...seen });
  };
  return [
    {
      path: '/control/oracle',
      methods: {
        GET: ({ question }) => {
          const asked = questionAs(questionSchema, question);
          if (!asked.ok) return asked.failure;
          return watch === undefined ? NOT_WATCHING : shown(watch, asked.value.after);
        },
        POST: () =>
          changes(async () => {
            if (watch !== undefined) return WATCHING;
            // Only a network that is watched takes the time to load all that it takes.
            const { OracleWatch } = await import('../oracle-watch.ts');
            const { tokens } = await engine.load();
            watch = new OracleWatch({ engine, issuerCalls, now, tokens });
            return done({ startedAt: shanghaiTimestamp(watch.startedAtMs) }, 201);
          }),
        DELETE: () =>
          changes(() => {
            if (watch === undefined) return NOT_WATCHING;
            const ended = watch;
            watch = undefined;
            ended.stop();
            return shown(ended);
          }),
      },
    },
    {
      path: '/control/oracle/banks',
      methods: { GET: () => (watch === undefined ? NOT_WATCHING : done({ banks: watch.banks() })) },
    },
  ];
};

const NOT_WATCHING = problem(
  404,
  'NOT_WATCHING',
  'The oracle does not watch this network: POST /control/oracle starts it',
);
const WATCHING = problem(
  409,
  'WATCHING',
  'The oracle watches this network already: GET /control/oracle shows what it has seen, DELETE ends it',
);
