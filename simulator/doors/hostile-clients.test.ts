// Clients that mean no good to one issuer: no other issuer feels it, and the one recovers when they are gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { systemClock } from '../../core/system-clock.ts';
import { inquiryAbout, testIssuer, ZHANG } from '../issuer/customers-fixture.ts';
import { callDoor } from './calls-fixture.ts';
import { listenIssuers, portsFrom } from './issuer-server.ts';

const IDLE_CONNECTIONS = 10_000;
const BODY = JSON.stringify(inquiryAbout(ZHANG));

/**
 * A process of its own, for its own files and memory: opens connections until the wanted number is open or the machine
 * gives no more, writes `bytes` on each, keeps them, and tells how many it has asked for.
 */
const HOSTILE = `
  const { connect } = require('node:net');
  const [port, wanted, bytes] = [Number(process.argv[1]), Number(process.argv[2]), JSON.parse(process.argv[3])];
  const sockets = [];
  let asked = 0;
  const more = () => {
    for (let at = 0; at < 100 && asked < wanted; at++) {
      asked++;
      const socket = connect(port, '127.0.0.1', () => bytes !== '' && socket.write(bytes));
      socket.on('error', () => undefined);
      sockets.push(socket);
    }
    if (asked < wanted) setImmediate(more);
    else process.stdout.write('asked ' + asked + '\\n');
  };
  more();
`;

const hostileClient = async (port: number, connections: number, bytes: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['-e', HOSTILE, String(port), String(connections), JSON.stringify(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const first = await new Promise((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk))));
  expect(first).toBe(`asked ${connections}\n`);
  return child;
};

const openTwo = async () => {
  const opened = await listenIssuers({
    issuers: [testIssuer(), testIssuer({ bank: 'CMB' })],
    portOf: portsFrom(0),
    host: '127.0.0.1',
    clock: systemClock,
    digests: nodeDigests,
  });
  onTestFinished(opened.close);
  const [icbc, cmb] = opened.doors;
  if (icbc === undefined || cmb === undefined) throw new Error('two doors were to open');
  return { icbc, cmb };
};

const answers = async (url: string, issuer: string): Promise<number> =>
  (await callDoor(url, { body: BODY, issuer })).status;

test.each([
  ['10,000 idle connections', IDLE_CONNECTIONS, ''],
  ['3,000 slow headers', 3000, 'POST /v1/card-inquiries HTTP/1.1\r\nHost: bank\r\nX-Slow: '],
  [
    '3,000 bodies without an end',
    3000,
    `POST /v1/card-inquiries HTTP/1.1\r\nHost: bank\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n${'x'.repeat(1024)}\r\n`,
  ],
])(
  '%s at one issuer take no other down, and when they are gone it answers again',
  async (_what, connections, bytes) => {
    const { icbc, cmb } = await openTwo();
    const hostile = await hostileClient(icbc.port, connections, bytes);
    for (let call = 0; call < 20; call++) expect(await answers(cmb.url, 'CMB')).toBe(200);
    const gone = new Promise((resolve) => hostile.once('exit', resolve));
    hostile.kill('SIGKILL');
    await gone;
    await expect.poll(() => answers(icbc.url, 'ICBC').catch(() => 'full'), { timeout: 20_000 }).toBe(200);
    expect(await answers(cmb.url, 'CMB')).toBe(200);
  },
);
