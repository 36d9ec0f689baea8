// R11 across processes and crashes: several real engine processes on one SQLite file accept together exactly what one
// would, and a process killed with -9 and started again finds the bucket as it was.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { ThrottleSettings } from '../engine/settings.ts';
import { openSqliteStore } from '../engine/store/sqlite.ts';
import { addUser, userIdOf } from '../engine/store/suite-fixtures.ts';
import { temporaryFolder } from '../engine/store/temporary-store-fixture.ts';
import { TEST_VAULT } from '../engine/store/test-vault-fixture.ts';

/** A file with `users` people who may apply. */
const prepare = async (users: number): Promise<string> => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const path = join(folder, 'banknet.db');
  const store = openSqliteStore({ path, vault: () => TEST_VAULT });
  await Promise.all(Array.from({ length: users }, (_, n) => addUser(store, n)));
  await store.close();
  return path;
};

class EngineProcess {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(path: string, throttle: ThrottleSettings) {
    const program = join(import.meta.dirname, 'throttle-process-fixture.ts');
    const child = spawn(process.execPath, [program, path, JSON.stringify(throttle)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    this.child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line, undefined once the process is gone. */
  async line(): Promise<string | undefined> {
    const { done, value } = await this.#lines.next();
    return done === true ? undefined : value;
  }

  /** The users from `from` on apply one after the other, `offsetMs` after the start; all answers. */
  async apply(offsetMs: number, from: number, until: number): Promise<readonly string[]> {
    this.child.stdin?.write(`${offsetMs} ${from} ${until}\n`);
    const answers: string[] = [];
    for (let line = await this.line(); line !== 'done'; line = await this.line()) {
      if (line === undefined) throw new Error('the engine process ended in the middle of its applications');
      answers.push(line);
    }
    return answers;
  }
}

const start = async (path: string, throttle: ThrottleSettings): Promise<EngineProcess> => {
  const engine = new EngineProcess(path, throttle);
  expect(await engine.line()).toBe('open');
  return engine;
};

const acceptedIn = (answers: readonly string[]): number => answers.filter((answer) => answer === 'accepted').length;

test('three processes on one file accept together what one would: not one more, and none less (R11)', async () => {
  const throttle = { burst: 100, perSecond: 100 };
  const path = await prepare(3 * 200 + 3);
  const engines = [await start(path, throttle), await start(path, throttle), await start(path, throttle)];
  const allApply = async (offsetMs: number, round: number, each: number) => {
    const first = round * 3 * each;
    const told = engines.map((engine, at) => engine.apply(offsetMs, first + at * each, first + (at + 1) * each));
    return (await Promise.all(told)).map(acceptedIn);
  };
  // Every process has its part: which of them is how fast after that is the machine's affair.
  for (const [at, engine] of engines.entries()) expect(acceptedIn(await engine.apply(0, 600 + at, 601 + at))).toBe(1);
  const burst = await allApply(0, 0, 50);
  expect(burst.reduce((sum, one) => sum + one)).toBe(97);
  // From now on a token grows back every ten milliseconds.
  expect((await allApply(9, 1, 50)).reduce((sum, one) => sum + one)).toBe(0);
  expect((await allApply(370, 2, 50)).reduce((sum, one) => sum + one)).toBe(37);
  expect((await allApply(379, 3, 50)).reduce((sum, one) => sum + one)).toBe(0);
});

test('killed with -9 in the middle of accepting and started again, the bucket is not refilled (R11)', async () => {
  const throttle = { burst: 60, perSecond: 1 };
  const path = await prepare(200);
  const first = await start(path, throttle);
  first.child.stdin?.write('0 0 100\n');
  for (let told = 0; told < 30; told++) expect(await first.line()).toBe('accepted');
  first.child.kill('SIGKILL');
  while ((await first.line()) !== undefined);

  const second = await start(path, throttle);
  await second.apply(0, 100, 180);
  second.child.stdin?.end();
  expect(await second.line()).toBeUndefined();
  const store = openSqliteStore({ path, vault: () => TEST_VAULT });
  onTestFinished(() => store.close());
  const records = await Promise.all(Array.from({ length: 200 }, (_, n) => store.queriesOf(userIdOf(n), 10)));
  expect(records.flat()).toHaveLength(60);
});

test('a file that several processes share is not to be had alone', async () => {
  const path = await prepare(1);
  const engine = await start(path, { burst: 1, perSecond: 1 });
  expect(() => openSqliteStore({ path, vault: () => TEST_VAULT })).toThrow(
    `the database ${path} is in use by another process`,
  );
  engine.child.stdin?.end();
  expect(await engine.line()).toBeUndefined();
  await openSqliteStore({ path, vault: () => TEST_VAULT }).close();
});
