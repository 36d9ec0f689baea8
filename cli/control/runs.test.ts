// Scenarios and load started over the control API: processes of their own, on this machine.
import { expect, test } from 'vitest';
import { type Run, runChoicesSchema, runSchema } from '../../console/wire/runs.ts';
import { startControlled } from './control-fixture.ts';

type Send = Awaited<ReturnType<typeof startControlled>>['send'];

const endOf = async (send: Send, runId: string): Promise<Run> => {
  for (;;) {
    const run = runSchema.parse((await send('GET', `/runs/${runId}`)).json);
    if (run.state !== 'running') return run;
  }
};

const start = async (send: Send, order: object): Promise<Run> => {
  const { status, json } = await send('POST', '/runs', order);
  expect([status, json]).toMatchObject([201, {}]);
  return runSchema.parse(json);
};

const STORY = `
name: A story of somebody's own
steps:
  - { at: 0s, apply: { person: zhang, banks: [ICBC] }, expect: { refused: TOO_SOON } }
given: { people: { zhang: { persona: ordinary } } }
`;

test('a scenario of the library is played, and its report is to be had', async () => {
  const { send } = await startControlled();
  const { scenarios, profiles } = runChoicesSchema.parse((await send('GET', '/runs/choices')).json);
  expect(scenarios.length).toBeGreaterThanOrEqual(50);
  expect(profiles).toContain('smoke');
  const [{ file, name } = { file: '', name: '' }] = scenarios;
  const { runId, title } = await start(send, { kind: 'library', files: [file] });
  expect(title).toBe(`scenario run ${file}`);
  expect(await endOf(send, runId)).toMatchObject({ state: 'held', problems: [], hasResult: true });
  const { json } = await send('GET', `/runs/${runId}/result`);
  expect(json).toMatchObject({ passed: true, scenarios: [{ name }] });
});

test('a story of one that does not hold says what was expected and what came', async () => {
  const { send } = await startControlled();
  const { runId } = await start(send, { kind: 'scenario', text: STORY });
  expect(await endOf(send, runId)).toMatchObject({ state: 'failed', hasResult: true });
  const { json } = await send('GET', `/runs/${runId}/result`);
  expect(json).toMatchObject({ passed: false, counts: { failed: 1 } });
});

test('a text that is no story is told with its mistakes, and there is no result', async () => {
  const { send } = await startControlled();
  const { runId } = await start(send, { kind: 'scenario', text: 'name: 3\nstepz: []\n' });
  const run = await endOf(send, runId);
  expect(run).toMatchObject({ state: 'impossible', hasResult: false });
  expect(run.problems.join('\n')).toMatch(/stepz/);
  expect(await send('GET', `/runs/${runId}/result`)).toMatchObject({ status: 409, json: { code: 'NO_RESULT' } });
});

test('one run at a time; one that is stopped ends cleanly and makes room', async () => {
  const { send } = await startControlled();
  const { runId } = await start(send, { kind: 'load', profile: 'smoke', network: 'this' });
  const second = await send('POST', '/runs', { kind: 'library', files: 'ALL' });
  expect(second).toMatchObject({ status: 409, json: { code: 'RUN_IN_PROGRESS' } });
  expect(await send('DELETE', `/runs/${runId}`)).toMatchObject({ status: 200, json: { state: 'stopped' } });
  const { runId: next } = await start(send, { kind: 'scenario', text: STORY });
  expect((await endOf(send, next)).state).toBe('failed');
});

test('what cannot be run is refused with what would be right', async () => {
  const { send } = await startControlled();
  const refusalOf = async (order: object) => (await send('POST', '/runs', order)).json;
  expect(await refusalOf({ kind: 'load', profile: 'smok', network: 'own' })).toMatchObject({
    code: 'NOT_FOUND',
    detail: expect.stringContaining('smoke'),
  });
  expect(await refusalOf({ kind: 'library', files: ['../../package.json'] })).toMatchObject({
    code: 'VALIDATION',
    errors: [{ pointer: '/files/0', message: 'is no file of the library' }],
  });
  expect(await refusalOf({ kind: 'explore' })).toMatchObject({ code: 'VALIDATION', errors: [{ pointer: '/kind' }] });
});
