// Mockoon (https://mockoon.com), its command line, with one route that answers every inquiry alike.
import type { Contestant, Stub } from './contestant.ts';

const CONFIG = 'environment.json';
/** Of the format of its files that this one is in: an older one it would change before it starts. */
const LAST_MIGRATION = 33;

export const mockoon: Contestant = {
  name: 'mockoon',
  title: 'Mockoon',
  from: { npm: '@mockoon/cli', version: '9.9.0', licence: 'MIT', sizeMb: 110, program: 'bin/run.js' },
  runtime: undefined,
  launch: ({ program, port, stub }) => ({
    file: process.execPath,
    args: [
      ...[program, 'start', '--data', CONFIG, '--port', String(port), '--hostname', '127.0.0.1'],
      ...['--disable-admin-api', '--disable-log-to-file', '--max-transaction-logs', '1'],
    ],
    files: { [CONFIG]: JSON.stringify(environment(port, stub)) },
  }),
  answers: 'stub',
  meanwhile:
    'one route, matched by method and path, templates off: always the same body, the id of the inquiry too; nothing ' +
    'is checked, looked up or remembered. Its control API is off; it writes a line of log for each request, which ' +
    'goes nowhere here.',
};

const environment = (port: number, { path, body }: Stub): object => ({
  uuid: 'banknet-environment',
  lastMigration: LAST_MIGRATION,
  name: 'one inquiry',
  port,
  hostname: '127.0.0.1',
  endpointPrefix: '',
  latency: 0,
  folders: [],
  headers: [],
  proxyMode: false,
  proxyHost: '',
  proxyRemovePrefix: false,
  tlsOptions: { enabled: false, type: 'CERT', pfxPath: '', certPath: '', keyPath: '', caPath: '', passphrase: '' },
  cors: false,
  proxyReqHeaders: [],
  proxyResHeaders: [],
  data: [],
  callbacks: [],
  rootChildren: [{ type: 'route', uuid: 'banknet-route' }],
  routes: [
    {
      uuid: 'banknet-route',
      type: 'http',
      documentation: '',
      method: 'post',
      endpoint: path.replace(/^\//, ''),
      responseMode: null,
      streamingMode: null,
      streamingInterval: 0,
      responses: [response(body)],
    },
  ],
});

const response = (body: string): object => ({
  uuid: 'banknet-response',
  body,
  latency: 0,
  statusCode: 200,
  label: '',
  headers: [{ key: 'content-type', value: 'application/json' }],
  bodyType: 'INLINE',
  filePath: '',
  databucketID: '',
  sendFileAsBody: false,
  rules: [],
  rulesOperator: 'OR',
  disableTemplating: true,
  fallbackTo404: false,
  default: true,
  crudKey: 'id',
  callbacks: [],
});
