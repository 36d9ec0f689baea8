// mountebank (https://www.mbtest.dev), with one imposter that answers every inquiry alike.

import type { Contestant, Stub } from './contestant.ts';
import { freePort } from './free-port.ts';

const CONFIG = 'imposters.json';

/** @param wait before each answer: so many milliseconds, or the text of a function that returns them */
export const mountebank = (wait?: number | string): Contestant => ({
  name: 'mountebank',
  title: 'mountebank',
  from: { npm: 'mountebank', version: '2.9.1', licence: 'MIT', sizeMb: 26, program: 'bin/mb' },
  runtime: undefined,
  launch: async ({ program, port, stub }) => ({
    file: process.execPath,
    args: [
      ...[program, 'start', '--port', String(await freePort()), '--host', '127.0.0.1', '--localOnly'],
      ...['--configfile', CONFIG, '--noParse', '--nologfile', '--loglevel', 'error'],
      ...(typeof wait === 'string' ? ['--allowInjection'] : []),
    ],
    files: { [CONFIG]: JSON.stringify({ imposters: [imposter(port, stub, wait)] }) },
  }),
  answers: 'stub',
  meanwhile:
    'one imposter, matched by method and path: always the same body, the id of the inquiry too; nothing is checked, ' +
    'looked up or remembered. It is told to keep connections, which it else closes. Its request log is off, as it is ' +
    'when nobody asks for it.',
});

const imposter = (port: number, { path, body }: Stub, wait: number | string | undefined): object => {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'keep-alive',
  };
  const response = { is: { statusCode: 200, headers, body }, ...(wait === undefined ? {} : { behaviors: [{ wait }] }) };
  const predicates = [{ equals: { method: 'POST', path } }];
  return { protocol: 'http', host: '127.0.0.1', port, stubs: [{ predicates, responses: [response] }] };
};
