// For tests only: programs that stand in for servers of others, and for npm; no network is needed. Each is a file of
// Node in a folder of the test.
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ComparisonOptions } from './comparison-run.ts';
import type { Contestant } from './contestant.ts';
import { CONTESTANTS } from './contestants.ts';

/** A folder that goes with the test; programs started for it have their own folders in it. */
export const folderOfTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-peers-test-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** What is left of programs that were started: folders of theirs, and processes that run in one. */
export const leftIn = (folder: string): readonly string[] => [
  ...readdirSync(folder).filter((name) => name.startsWith('banknet-')),
  ...(process.platform === 'linux' ? readdirSync('/proc').filter((pid) => runsIn(pid, folder)) : []),
];

const runsIn = (pid: string, folder: string): boolean => {
  try {
    return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    // It has ended while we looked, or is somebody else's.
    return false;
  }
};

/** The body of a request handler: `count` from 1, `body` the stub's, `say(status, text)` answers. */
export const fakePeer = (handler: string): Contestant => ({
  name: 'mockoon',
  title: 'Fake',
  from: undefined,
  runtime: undefined,
  launch: ({ port, stub }) => ({
    file: process.execPath,
    args: ['server.mjs'],
    files: {
      'server.mjs': `import { createServer } from 'node:http';
const body = ${JSON.stringify(stub.body)};
let count = 0;
createServer((request, response) => {
  const say = (status, text) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  request.resume();
  count++;
  ${handler}
}).listen(${port}, '127.0.0.1');
`,
    },
  }),
  answers: 'stub',
  meanwhile: 'always the same',
});

/** A file that stands in for npm: a program of Node. */
export const fakeNpm = (folder: string, program: string): string => {
  const file = join(folder, 'npm');
  writeFileSync(file, `#!${process.execPath}\n${program}`, { mode: 0o755 });
  return file;
};

export const ours = (): Contestant => {
  const [first] = CONTESTANTS;
  if (first === undefined) throw new Error('nobody is measured');
  return first;
};

/** A short while of each, without a warm-up, and what was said meanwhile. */
export const smallComparison = (
  folder: string,
  change: Partial<ComparisonOptions> = {},
): { readonly options: ComparisonOptions; readonly notes: readonly string[] } => {
  const notes: string[] = [];
  const options: ComparisonOptions = {
    contestants: [ours()],
    settings: { seconds: 0.2, rounds: 1, connections: 4, perSecond: 250, warmUpSeconds: 0 },
    folder: join(folder, 'peers'),
    env: process.env,
    nowMs: Date.now,
    signal: new AbortController().signal,
    onNote: (line) => notes.push(line),
    ...change,
  };
  return { options, notes };
};
