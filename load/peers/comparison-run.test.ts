// The flow of a comparison, on real sockets: ours beside servers of the test's own. Counts are asserted, never times.
// Where ours is not what a test is about, a quick one stands in for it.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comparePeers } from './comparison-run.ts';
import { fakePeer, folderOfTest, leftIn, ours, smallComparison } from './contestant-fixture.ts';
import { CONTESTANTS } from './contestants.ts';
import { isRightItself } from './peers-words.ts';
import { errorCount } from './raw-client.ts';

const RIGHT = fakePeer('say(200, body);');

const compared = async (folder: string, contestant = RIGHT, change = {}) => {
  const { options, notes } = smallComparison(folder, { contestants: [RIGHT, contestant], ...change });
  const result = await comparePeers(options);
  expect(leftIn(folder)).toEqual([]);
  const [own, other] = result.servers;
  if (own === undefined || other === undefined) throw new Error('two were to be measured');
  return { result, own, other, notes };
};

test('ours and others are measured by turns, every answer is held to what is right, and nothing is left', async () => {
  const folder = folderOfTest();
  const { options } = smallComparison(folder, { contestants: [...CONTESTANTS.slice(0, 2), RIGHT] });
  const { servers, ...result } = await comparePeers({
    ...options,
    settings: { ...options.settings, rounds: 2, warmUpSeconds: 1 },
  });
  expect(leftIn(folder)).toEqual([]);
  expect(result).toMatchObject({ kind: 'banknet-peers-result', wasInterrupted: false });
  expect(servers.map(({ title, rounds, trouble }) => [title, rounds.length, trouble])).toEqual([
    ['banknet', 2, undefined],
    ['bare node:http', 2, undefined],
    ['Fake', 2, undefined],
  ]);
  for (const { closed, open, residentBytes } of servers.flatMap(({ rounds }) => rounds)) {
    expect(closed.right).toBeGreaterThan(0);
    expect(closed.serviceTime?.count).toBe(closed.right);
    expect(closed.errors).toEqual({});
    expect(open).toMatchObject({ right: 50, errors: {}, latency: { count: 50 } });
    expect(residentBytes).toBeGreaterThan(1e6);
  }
});

test('a server that does not start is left out with its own last words, and the run goes on', async () => {
  const broken = {
    ...RIGHT,
    launch: () => ({ file: process.execPath, args: ['-e', 'throw new Error("no such licence")'], files: {} }),
  };
  const { own, other, notes } = await compared(folderOfTest(), broken);
  expect(own.rounds).toHaveLength(1);
  expect(other).toMatchObject({
    rounds: [],
    trouble: expect.stringMatching(/^round 1: it ended with 1: .*no such licence/),
  });
  expect(notes).toEqual([expect.stringMatching(/^Fake is left out from round 1 on: .*no such licence/)]);
});

test('a program that is not there is a server that does not start', async () => {
  const missing = { ...RIGHT, launch: () => ({ file: 'banknet-no-such-program', args: [], files: {} }) };
  const { other } = await compared(folderOfTest(), missing);
  expect(other.trouble).toMatch(/ENOENT/);
});

test('a server that answers wrongly from the first is left out: a fast wrong answer is no answer', async () => {
  const { other } = await compared(folderOfTest(), fakePeer(`say(404, '{}');`), { startWithinMs: 1500 });
  expect(other).toMatchObject({ rounds: [], trouble: expect.stringContaining('at last: status 404') });
  const body = await compared(folderOfTest(), fakePeer(`say(200, '{"inquiryId":"x"}');`), { startWithinMs: 1500 });
  expect(body.other.trouble).toContain('at last: wrong body');
});

test('answers that are wrong later are counted, and are none of the right ones', async () => {
  const { other } = await compared(folderOfTest(), fakePeer(`say(count % 3 === 0 ? 503 : 200, body);`));
  const [round] = other.rounds;
  if (round === undefined) throw new Error('it was not measured');
  const { right, errors } = round.closed;
  expect(Object.keys(errors)).toEqual(['status 503']);
  expect(Math.abs(right - 2 * (errors['status 503'] ?? 0))).toBeLessThanOrEqual(4);
  expect(round.closed.serviceTime?.count).toBe(right);
  const later = round.open.errors['status 503'] ?? 0;
  expect([16, 17]).toContain(later);
  expect(round.open.right).toBe(50 - later);
});

test('connections that the server cuts are errors, too', async () => {
  const { other } = await compared(
    folderOfTest(),
    fakePeer('if (count % 5 === 0) request.socket.destroy(); else say(200, body);'),
  );
  const [round] = other.rounds;
  if (round === undefined) throw new Error('it was not measured');
  // By which code the system tells it is the affair of the system.
  expect(errorCount(round.closed.errors)).toBeGreaterThan(0);
  expect([round.open.right, errorCount(round.open.errors)]).toEqual([40, 10]);
});

test('a server that dies in the middle is out from that round on, with what it has measured before', async () => {
  const folder = folderOfTest();
  const second = join(folder, 'second-round');
  const isSecond = `process.getBuiltinModule('node:fs').existsSync(${JSON.stringify(second)})`;
  const { options } = smallComparison(folder);
  const { own, other, notes } = await compared(
    folder,
    fakePeer(`if (count > 20 && ${isSecond}) process.exit(7); say(200, body);`),
    {
      settings: { ...options.settings, rounds: 3 },
      onProgress: (words: string) => {
        if (words.startsWith('round 2') && !existsSync(second)) writeFileSync(second, '');
      },
    },
  );
  expect(own.rounds).toHaveLength(3);
  expect(other).toMatchObject({ rounds: [expect.anything()], trouble: 'round 2: it did not last: it ended with 7' });
  expect(notes).toEqual(['Fake is left out from round 2 on: it did not last: it ended with 7']);
});

test('what needs a program that this machine does not have is left out before anything is installed', async () => {
  const runtime = { file: 'banknet-no-java', args: ['-version'], title: 'Java' };
  const from = { npm: 'never', version: '1.0.0', licence: 'MIT', sizeMb: 1, program: 'x' };
  const { other, notes } = await compared(folderOfTest(), { ...RIGHT, runtime, from });
  expect(other.trouble).toBe('it needs Java, and none is on this machine ("banknet-no-java -version" cannot be run)');
  expect(notes).toEqual([`Fake is left out: ${other.trouble}`]);
});

test('where our own does not serve there is nothing to compare', async () => {
  const folder = folderOfTest();
  const launch = () => ({ file: process.execPath, args: ['-e', 'process.exit(3)'], files: {} });
  const { options } = smallComparison(folder, { contestants: [{ ...ours(), launch }, RIGHT] });
  await expect(comparePeers(options)).rejects.toThrow('banknet does not serve in round 1: it ended with 3');
  expect(leftIn(folder)).toEqual([]);
});

test('an answer of ours that is not the truth about the person is seen', async () => {
  const { result } = await compared(folderOfTest(), RIGHT, {
    contestants: [
      { ...fakePeer(`say(200, count === 1 ? body : body.replace('"00"', '"05"'));`), answers: 'truth' },
      RIGHT,
    ],
  });
  expect(isRightItself(result)).toBe(false);
});

test('an interrupted comparison gives the rounds that were whole, and leaves nothing running', async () => {
  const interruption = new AbortController();
  const onProgress = (words: string): void => {
    if (words.startsWith('round 2 of 9')) interruption.abort();
  };
  const folder = folderOfTest();
  const settings = { ...smallComparison(folder).options.settings, rounds: 9 };
  const { result, own } = await compared(folder, RIGHT, { signal: interruption.signal, onProgress, settings });
  expect(result.wasInterrupted).toBe(true);
  expect(own).toMatchObject({ trouble: undefined, rounds: [expect.anything()] });
});
