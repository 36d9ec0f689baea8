// Everybody who is measured, in the order of the table: ours, a bare server as the most that Node could do, the others.
import { extname, join } from 'node:path';
import type { Contestant, Launch, LaunchPlace } from './contestant.ts';
import { mockoon } from './mockoon.ts';
import { mountebank } from './mountebank.ts';
import { wiremock } from './wiremock.ts';

/** Beside this file, in the repository as it is and compiled in the package. */
const OWN_SERVER_FILE = join(import.meta.dirname, `own-server${extname(import.meta.filename)}`);

const ownServer =
  (kind: 'issuer' | 'bare') =>
  ({ port }: LaunchPlace): Launch => ({
    file: process.execPath,
    args: [OWN_SERVER_FILE, kind, String(port)],
    files: {},
  });

const banknet: Contestant = {
  name: 'banknet',
  title: 'banknet',
  from: undefined,
  runtime: undefined,
  launch: ownServer('issuer'),
  answers: 'truth',
  meanwhile:
    'one simulated bank with everything on: checks the digest, the signature and the schema of each inquiry, knows ' +
    'it again by its id, looks the person up and answers with the cards that they hold there; draws the chance of a ' +
    'fault for each call, and writes each into the journal. Every answer is held to the truth about that person.',
};

const bare: Contestant = {
  name: 'bare',
  title: 'bare node:http',
  from: undefined,
  runtime: undefined,
  launch: ownServer('bare'),
  answers: 'echo',
  meanwhile:
    'no mock server: node:http alone parses the inquiry and answers with its id and always the same two cards. What ' +
    'Node can do at most, for comparison; nothing is checked.',
};

export const CONTESTANTS: readonly Contestant[] = [banknet, bare, wiremock, mountebank(), mockoon];
