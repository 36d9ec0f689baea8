// The app's pact, held against a real engine by Pact's own verifier: a network under virtual time behind a socket.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  acceptanceSchema,
  banksSchema,
  codeSentSchema,
  problemSchema,
  queryDetailSchema,
  recordsSchema,
  reportSchema,
  sessionSchema,
  verificationSchema,
} from '../core/app-answers.ts';
import { TEXTS } from '../engine/texts.ts';
import { openAppProvider } from './app-provider-fixture.ts';
import type { AppReading } from './interactions/app-interaction.ts';
import { appInteractions } from './interactions/app-interactions.ts';
import { exampleOf } from './interactions/matchers.ts';
import { runVerifier } from './pact-verifier-fixture.ts';

const PACT = fileURLToPath(new URL('./pacts/banknet-app-banknet-engine.json', import.meta.url));
const COUNT = appInteractions().length;

const outcomeSchema = z.object({
  result: z.boolean(),
  interactionResults: z.array(z.object({ description: z.string(), result: z.string() })),
});

/** What the verifier says of each interaction that does not hold, and how many it has run. */
const verify = async ({ pact = PACT, brokenState }: { pact?: string; brokenState?: string } = {}) => {
  const provider = await openAppProvider(brokenState);
  try {
    const { exitCode, json } = await runVerifier(pact, provider);
    const { interactionResults: results } = outcomeSchema.parse(json);
    const broken = results.filter(({ result }) => result !== 'OK').map(({ description }) => description);
    return { exitCode, broken, run: results.length, calls: provider.calls };
  } finally {
    await provider.close();
  }
};

test('the engine keeps every interaction of the pact with the app, and each is run', async () => {
  expect(await verify()).toEqual({ exitCode: 0, broken: [], run: COUNT, calls: COUNT });
});

test('a state that cannot be made fails the interactions that need it, and no others', async () => {
  const { exitCode, broken, run, calls } = await verify({ brokenState: 'a failed query' });
  expect(exitCode).toBe(1);
  expect(broken.toSorted()).toEqual(['a query that failed', 'the report of a query that failed']);
  expect({ run, calls }).toEqual({ run: COUNT, calls: COUNT - 2 });
});

test('a word, a count and a card of a report that are not as in the pact are each found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'app-pact-'));
  const pact = join(folder, 'pact.json');
  const text = readFileSync(PACT, 'utf8');
  const changed = text
    .replace('申请人数过多，服务繁忙，请稍后再试', '申请人数过多，请稍后再试')
    .replace('"triesLeft": 4', '"triesLeft": 3')
    .replaceAll('"panLast4": "1015"\n', '"panLast4": "1016"\n');
  expect(changed).not.toBe(text);
  try {
    await writeFile(pact, changed);
    const { exitCode, broken } = await verify({ pact });
    expect(exitCode).toBe(1);
    expect(broken.toSorted()).toEqual([
      'a report with a wrong payment password',
      'an application among too many',
      'the report of all banks',
      'the report without the banks that did not deliver',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** What no app of ours makes happen: calls of another form than the API's, and failures inside. */
const NOT_OF_AN_APP = [
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'METHOD_NOT_ALLOWED',
  'BUSY',
  'INTERNAL',
] as const satisfies readonly (keyof typeof TEXTS)[];

test('every refusal that an app can meet is in the pact, with words that are written there once more', () => {
  const answers = appInteractions().map(({ response }) => exampleOf(response.body) as Record<string, unknown>);
  const inPact = new Set(answers.flatMap(({ code }) => (code === undefined ? [] : [String(code)])));
  const ofEngine = Object.keys(TEXTS).filter((name) => name !== 'ACCEPTED' && name !== 'ACCEPTED_TITLE');
  const absent = ofEngine.filter((code) => !inPact.has(code));
  expect(absent.toSorted()).toEqual([...NOT_OF_AN_APP].toSorted());
});

/** How the command line reads what the contract's app reads. */
const READ_BY_CLI: Readonly<Record<AppReading, z.ZodType>> = {
  session: sessionSchema,
  codeSent: codeSentSchema,
  verification: verificationSchema,
  banks: banksSchema,
  acceptance: acceptanceSchema,
  records: recordsSchema,
  record: queryDetailSchema,
  report: reportSchema,
  problem: problemSchema,
};

test('the command line, which is an app too, can read every answer of the pact', () => {
  const unread = appInteractions().flatMap(({ description, reads, response }) =>
    READ_BY_CLI[reads].safeParse(exampleOf(response.body)).success ? [] : [description],
  );
  expect(unread).toEqual([]);
});
