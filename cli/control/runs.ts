// Scenarios and load started by a tester: what there is to run, a run under way, what came of it.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RunChoices, RunOrder } from '../../console/wire/runs.ts';
import { chosenBy, group, oneOf, reading } from '../../core/fields.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { profileNames } from '../load-profiles.ts';
import type { RunDesk, RunPlan } from '../run-desk.ts';
import { loadScenarios } from '../scenario-files.ts';
import { type ControlAnswer, done, problem, unknownName, wrong } from './answer.ts';
import { bodyAs, type ControlRoute } from './routes.ts';

const LIBRARY = fileURLToPath(new URL('../../scenarios/library/', import.meta.url));
/** A scenario that somebody has open in an editor. */
const MAX_SCENARIO_CHARACTERS = 262_144;
const MAX_ORDER_BYTES = 1_048_576;

const text = (right: string, isRight: (given: string) => boolean) =>
  reading((given) => (typeof given === 'string' && isRight(given) ? given : undefined), right);

const ORDERS: Readonly<Record<RunOrder['kind'], z.ZodType<RunOrder>>> = {
  library: group({
    kind: oneOf(['library']),
    files: z.union([z.literal('ALL'), z.array(text('must be the name of a file', () => true)).min(1)]),
  }),
  scenario: group({
    kind: oneOf(['scenario']),
    text: text(
      `must be the text of a scenario, up to ${MAX_SCENARIO_CHARACTERS} characters`,
      ({ length }) => length > 0 && length <= MAX_SCENARIO_CHARACTERS,
    ),
  }),
  load: group({
    kind: oneOf(['load']),
    profile: text('must be the name of a profile', () => true),
    network: oneOf(['own', 'this']),
  }),
};

const orderSchema = chosenBy('kind', ORDERS);

export interface RunParts {
  readonly desk: RunDesk;
  /** Of this network. */
  readonly url: string;
}

export const runRoutes = ({ desk, url }: RunParts): readonly ControlRoute[] => [
  {
    path: '/control/runs',
    methods: {
      GET: () => done({ runs: desk.list() }),
      POST: ({ body }) => {
        const order = bodyAs(orderSchema, body);
        if (!order.ok) return order.failure;
        const plan = planOf(order.value, url);
        if (!plan.ok) return plan.failure;
        const started = desk.start(plan.value);
        if (started.ok) return done(started.value, 201);
        plan.value.clean?.();
        return problem(409, 'RUN_IN_PROGRESS', `Run ${started.failure} is under way: let it end, or stop it`);
      },
    },
    limitBytes: MAX_ORDER_BYTES,
  },
  { path: '/control/runs/choices', methods: { GET: () => done(choices()) } },
  {
    path: '/control/runs/:id',
    methods: {
      GET: ({ part }) => {
        const run = desk.get(part('id'));
        return run === undefined ? noRun(part('id'), desk) : done(run);
      },
      DELETE: async ({ part }) => {
        if (!(await desk.stop(part('id')))) return noRun(part('id'), desk);
        return done(desk.get(part('id')));
      },
    },
  },
  {
    path: '/control/runs/:id/result',
    methods: {
      GET: ({ part }) => {
        const result = desk.result(part('id'));
        if (result !== undefined) return done(JSON.parse(result));
        if (desk.get(part('id')) === undefined) return noRun(part('id'), desk);
        return problem(409, 'NO_RESULT', `Run ${part('id')} has no result: it is under way, or could not be run`);
      },
    },
  },
];

const noRun = (id: string, desk: RunDesk): ControlAnswer =>
  unknownName(
    'run',
    id,
    desk.list().map(({ runId }) => runId),
  );

const libraryFiles = (): readonly string[] => readdirSync(LIBRARY).filter((file) => file.endsWith('.yaml'));

const choices = (): RunChoices => ({
  scenarios: loadScenarios(libraryFiles().map((file) => join(LIBRARY, file))).map(({ file, scenario }) => ({
    file: file.slice(LIBRARY.length),
    name: scenario.name,
    rules: [...scenario.rules],
  })),
  profiles: [...profileNames()],
});

/** The command line of an order; what is named must be there. */
const planOf = (order: RunOrder, url: string): Result<RunPlan, ControlAnswer> => {
  const { kind } = order;
  if (kind === 'load') {
    const { profile, network } = order;
    if (!profileNames().includes(profile)) return fail(unknownName('profile', profile, profileNames()));
    const where = network === 'this' ? ['--url', url] : [];
    const title = `load run ${profile}${network === 'this' ? ' on this network' : ''}`;
    return ok({ kind, title, args: ['load', 'run', profile, '--json', ...where] });
  }
  if (kind === 'scenario') {
    const folder = mkdtempSync(join(tmpdir(), 'banknet-run-'));
    const file = join(folder, 'scenario.yaml');
    writeFileSync(file, order.text);
    const clean = (): void => rmSync(folder, { recursive: true, force: true });
    return ok({ kind, title: 'scenario run', args: ['scenario', 'run', file, '--json'], clean });
  }
  if (order.files === 'ALL') return ok({ kind, title: 'scenario run library', args: argsOf([LIBRARY]) });
  const known = libraryFiles();
  const unknown = order.files.flatMap((file, at) =>
    known.includes(file) ? [] : [{ pointer: `/files/${at}`, message: 'is no file of the library' }],
  );
  if (unknown.length > 0) return fail(wrong(unknown));
  const files = order.files.map((file) => join(LIBRARY, file));
  const title = order.files.length === 1 ? `scenario run ${order.files[0]}` : `scenario run: ${files.length} files`;
  return ok({ kind, title, args: argsOf(files) });
};

const argsOf = (paths: readonly string[]): readonly string[] => ['scenario', 'run', ...paths, '--json'];
