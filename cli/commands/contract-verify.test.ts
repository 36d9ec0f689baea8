// `banknet contract verify` as its users run it: what it prints, and the exit code for whose fault it is.
import { Command } from 'commander';
import { expect, onTestFinished, test } from 'vitest';
import { hasHeld } from '../../contracts/verification.ts';
import { openSimulated, refusingUrl, serve } from '../../contracts/verify/servers-fixture.ts';
import { type CommandOutcome, recordingContext } from '../command-fixture.ts';
import type { CommandRun } from '../command-line.ts';
import { CliProblem } from '../problem.ts';
import { addContractVerify } from './contract-verify.ts';

const verify = async (...args: readonly string[]): Promise<CommandOutcome> => {
  const runs: CommandRun[] = [];
  const complaints: string[] = [];
  const command = new Command('contract').exitOverride();
  addContractVerify(command, { complain: (line) => complaints.push(line), choose: (run) => void runs.push(run) });
  command.parse(['verify', ...args], { from: 'user' });
  if (complaints.length > 0) return { code: 2, stdout: '', problem: complaints.join('\n') };
  const { context, printed } = recordingContext(expect.unreachable);
  try {
    for (const run of runs) await run(context);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    return { code: error.exitCode, stdout: printed(), problem: error.message };
  }
  return { code: 0, stdout: printed(), problem: '' };
};

const ONLY = ['--issuer', 'ICBC', '--only', 'basics'];

test('a right endpoint ends with 0, in words and in JSON', async () => {
  const url = await openSimulated();
  const said = await verify(...ONLY, '--url', url);
  expect(said).toMatchObject({ code: 0, problem: '' });
  expect(said.stdout).toMatch(/✓ basics +2 held/);
  const { code, stdout } = await verify(...ONLY, '--url', `${url}/`, '--json', '--endpoint-version', '3');
  expect([code, hasHeld(JSON.parse(stdout)), JSON.parse(stdout).endpointVersion]).toEqual([0, true, '3']);
});

test('a wrong endpoint ends with 1 and shows what was sent, expected and got', async () => {
  const url = await serve((_request, response) => void response.writeHead(500).end('<html>'));
  const { code, stdout, problem } = await verify(...ONLY, '--url', url);
  expect(code).toBe(1);
  expect(problem).toMatch(/^banknet contract verify: ICBC at http:\S+: \d+ broken, /);
  expect(stdout).toContain('POST /v1/card-inquiries, signed');
  expect(stdout).toContain('500 with no JSON');
});

test('an endpoint that cannot be reached ends with 3', async () => {
  const { code, stdout } = await verify(...ONLY, '--url', await refusingUrl());
  expect(code).toBe(3);
  expect(stdout).toContain('ECONNREFUSED');
});

test('the key is that of the variable, of BANKNET_KEY_CODE, or the development key, and never printed', async () => {
  const url = await openSimulated();
  onTestFinished(() => {
    delete process.env.BANKNET_KEY_ICBC;
  });
  process.env.BANKNET_KEY_ICBC = 'another-key';
  const refused = await verify(...ONLY, '--url', url);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('401 / 11');
  expect(refused.stdout + refused.problem).not.toContain('another-key');
  process.env.BANKNET_KEY_ICBC = 'dev-key-ICBC';
  expect((await verify(...ONLY, '--url', url, '--key', 'env:BANKNET_KEY_ICBC')).code).toBe(0);
  const missing = await verify(...ONLY, '--url', url, '--key', 'env:NO_SUCH_KEY');
  expect([missing.code, missing.problem]).toEqual([2, expect.stringContaining('NO_SUCH_KEY is not set')]);
});

test('--list prints every check with where it is said, and sends nothing', async () => {
  const { code, stdout } = await verify('--list');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'basics/unknown-inquiry\n  GET of an inquiry that was never made is answered with 404 / 34\n  issuer-api.yaml',
  );
  const some = JSON.parse((await verify('--list', '--only', 'every-answer/m*,reach', '--json')).stdout);
  expect(some.map(({ name }: { readonly name: string }) => name)).toEqual([
    'reach/endpoint',
    'reach/states',
    'every-answer/masking',
  ]);
});

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /--issuer is missing[^\n]*\n--url is missing/],
  [['--issuer', 'CBM', '--url', 'x'], /--issuer is "CBM": it must name a bank \(did you mean C[MB]B\?\)\n--url is "x"/],
  [
    ['--issuer', 'CMB', '--url', 'http://u:p@h/', '--timeout', '0s'],
    /--url is .*without query and password\n--timeout/,
  ],
  [['--issuer', 'CMB', '--url', 'http://h', '--key', 'secret'], /^--key is \S+: it must be env: and the name/],
  [
    ['--issuer', 'CMB', '--url', 'http://h', '--only', 'basic'],
    /^--only basic: .* \(did you mean basics\?\)\n.*--list/,
  ],
  [['--issuer', 'CMB', '--url', 'http://h', '--callback-port', '1'], /^--callback-port goes with --callback-url/],
];

for (const [args, words] of WRONG) {
  test(`contract verify ${args.join(' ')} is wrong usage`, async () => {
    const { code, problem } = await verify(...args);
    expect(code).toBe(2);
    expect(problem).toMatch(words);
  });
}
