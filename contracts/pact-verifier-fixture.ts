// For tests only: runs Pact's own verifier, the binary, over one pact. (Its JavaScript wrapper is not used: a state
// handler that throws passes there, and a failure ended the process of the tests.)
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of the verifier's JSON, what tests read. */
export interface VerifierOutput {
  readonly exitCode: number;
  readonly text: string;
  readonly json: unknown;
}

const binary = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@pact-foundation/pact-cli-${platform}-${process.arch}`;
  const home = join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..');
  return join(home, 'standalone', process.platform === 'win32' ? 'pact.exe' : 'pact');
};

export const runVerifier = async (pact: string, { url, stateUrl }: { url: string; stateUrl: string }) => {
  const folder = await mkdtemp(join(tmpdir(), 'pact-verifier-'));
  const report = join(folder, 'report.json');
  const { hostname, port } = new URL(url);
  const args = ['verifier', '--file', pact, '--hostname', hostname, '--port', port];
  const options = ['--state-change-url', stateUrl, '--json', report, '--no-colour', '--loglevel', 'none'];
  try {
    const { exitCode, text } = await new Promise<Omit<VerifierOutput, 'json'>>((resolve) => {
      execFile(
        binary(),
        [...args, ...options],
        { env: { ...process.env, PACT_DO_NOT_TRACK: 'true' }, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), text: stdout + stderr }),
      );
    });
    return { exitCode, text, json: JSON.parse(readFileSync(report, 'utf8')) as unknown };
  } finally {
    await rm(folder, { recursive: true });
  }
};
