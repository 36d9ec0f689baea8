// Programs of others for the benchmarks, installed and started as `banknet load peers` does it. Where one cannot be had
// its column stays empty.
import { homedir } from 'node:os';
import { INQUIRIES_PATH } from '../core/issuer-client.ts';
import { requestBytes, signedInquiries, stubCheck } from '../load/peers/inquiries.ts';
import { installed, type NpmPackage, peersFolder } from '../load/peers/installation.ts';
import { mountebank } from '../load/peers/mountebank.ts';
import { openProcessGuard, type ProcessGuard } from '../load/peers/process-guard.ts';
import { startServer } from '../load/peers/running-server.ts';
import { createPeople } from '../simulator/people/people.ts';

export const LOADTEST: NpmPackage = {
  npm: 'loadtest',
  version: '8.2.1',
  licence: 'MIT',
  sizeMb: 8,
  program: 'index.js',
};

export interface Peer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * mountebank in a process of its own, with one imposter that answers every inquiry with `body` after `wait`: so many
 * milliseconds, or the text of a function that returns them. Undefined, with a note, where it cannot be had.
 */
export const startMountebank = async (body: object, wait: number | string): Promise<Peer | undefined> => {
  const guard = openProcessGuard();
  const contestant = mountebank(wait);
  const program = contestant.from === undefined ? undefined : await programWith(guard, contestant.from);
  const stub = { path: INQUIRIES_PATH, body: JSON.stringify(body) };
  const [inquiry] = signedInquiries(createPeople({ seed: 42 }), 'ICBC', 1, 1).map(requestBytes);
  if (program === undefined || inquiry === undefined) {
    await guard.close();
    return undefined;
  }
  const check = stubCheck(stub.body);
  const isRight = (text: string): boolean => check(0, text);
  const started = await startServer(contestant, { guard, env: process.env, stub, program, inquiry, isRight });
  if (started.ok) return { port: started.value.port, stop: () => guard.close() };
  await guard.close();
  throw new Error(`mountebank did not start: ${started.failure}`);
};

/** Where the program of a package is; undefined, with a note, where it cannot be had. */
export const peerProgram = async (wanted: NpmPackage): Promise<string | undefined> => {
  const guard = openProcessGuard();
  try {
    return await programWith(guard, wanted);
  } finally {
    await guard.close();
  }
};

const programWith = async (guard: ProcessGuard, wanted: NpmPackage): Promise<string | undefined> => {
  const onNote = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = peersFolder(process.env, homedir());
  const program = await installed(wanted, { folder, env: process.env, guard, onNote });
  if (program.ok) return program.value;
  onNote(`${wanted.npm} is left out, so its column stays empty: ${program.failure}`);
  return undefined;
};
