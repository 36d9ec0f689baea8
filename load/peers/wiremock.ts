// WireMock (https://wiremock.org), with one stub that answers every inquiry alike. The package of npm brings its jar; a
// Java has to be on the machine.
import type { Contestant } from './contestant.ts';

const VERSION = '3.13.2';

export const wiremock: Contestant = {
  name: 'wiremock',
  title: 'WireMock',
  from: {
    npm: 'wiremock',
    version: VERSION,
    licence: 'Apache-2.0',
    sizeMb: 20,
    program: `build/wiremock-standalone-${VERSION}.jar`,
  },
  runtime: { file: 'java', args: ['-version'], title: 'Java' },
  launch: ({ program, port, folder, stub }) => ({
    file: 'java',
    args: [
      ...['-jar', program, '--port', String(port), '--bind-address', '127.0.0.1', '--root-dir', folder],
      ...['--no-request-journal', '--disable-request-logging', '--disable-banner', '--use-chunked-encoding', 'never'],
    ],
    files: {
      'mappings/inquiry.json': JSON.stringify({
        request: { method: 'POST', urlPath: stub.path },
        response: { status: 200, headers: { 'content-type': 'application/json' }, body: stub.body },
      }),
    },
  }),
  answers: 'stub',
  meanwhile:
    'one stub, matched by method and path: always the same body, the id of the inquiry too; nothing is checked, ' +
    'looked up or remembered. Its request journal is off. Java, with as much memory as it takes by itself: it ' +
    'answers on several cores where there are any, and it becomes faster for longer than the warm-up lasts.',
};
