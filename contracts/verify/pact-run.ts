// Holds an endpoint to the pact of its issuer by Pact's own verifier: one result an interaction, and one that all of
// them were run. What cannot be run is no pass.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuerCode } from '../../core/banks.ts';
import { issuerInteractions } from '../interactions/issuer-interactions.ts';
import type { Blame, CheckResult, CheckVerdict } from '../verification.ts';
import { brokenOff, type CheckRunOptions, lossOf } from './check-run.ts';
import { findingOf } from './findings.ts';
import { findPactBinary, runPactBinary } from './pact-binary.ts';
import { PACT_GROUP, type Pact, type PactInteraction, pactToRun } from './pact-interactions.ts';
import { findingsOf, type PactReport, readPactReport } from './pact-report.ts';
import type { PactStage } from './pact-stage.ts';
import { openSigningProxy } from './signing-proxy.ts';

/** Of all that Pact itself does: less than a second on two cores that are busy with sixteen. */
const PACT_ITSELF_MS = 60_000;
/** Its state, its call, and the end of its state, each with a time-out of its own. */
const CALLS_OF_AN_INTERACTION = 3;
/** A callback may take so long beside its call. */
const CALLBACK_MS = 15_000;

/** That Pact has run what the table says: Pact itself is content with fewer. */
export const ALL_INTERACTIONS = {
  name: `${PACT_GROUP}/all-interactions`,
  title: 'The pact has every interaction of this version, and Pact has run each that was asked for, once',
  source: 'contracts/interactions',
  needs: [],
} as const;

export interface PactRunOptions extends CheckRunOptions {
  readonly issuer: IssuerCode;
  /** Undefined where there is none. Default: where it was installed. */
  readonly findBinary?: (() => string | undefined) | undefined;
}

/** Results of these interactions of the pact, in their order, and of {@link ALL_INTERACTIONS} last. */
export const runPact = async (
  pact: Pact,
  chosen: readonly PactInteraction[],
  options: PactRunOptions,
): Promise<readonly CheckResult[]> => {
  const { clock, signal, timeoutMs, findBinary = findPactBinary } = options;
  const binary = findBinary();
  if (binary === undefined) return allOf(chosen, notRun(NO_BINARY, 'environment'));
  const limitMs = PACT_ITSELF_MS + chosen.length * CALLS_OF_AN_INTERACTION * timeoutMs;
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  const cancel = clock.at(clock.now() + limitMs, () => over.abort());
  const mark = randomUUID().slice(0, 8);
  const folder = await mkdtemp(join(tmpdir(), 'banknet-pact-'));
  const proxy = await openSigningProxy(chosen, { ...options, over: ends, mark });
  try {
    const pactFile = join(folder, 'pact.json');
    await writeFile(pactFile, pactToRun(pact, chosen, mark));
    const requestTimeoutMs = CALLS_OF_AN_INTERACTION * timeoutMs + CALLBACK_MS;
    const end = await runPactBinary({ ...proxy, binary, folder, pactFile, requestTimeoutMs, over: ends });
    const report = end.kind === 'reported' ? readPactReport(end.report) : undefined;
    const unread = notRun(end.kind === 'failed' ? end.why : UNKNOWN_REPORT, 'environment');
    const without = ends.aborted ? brokenOff(signal, limitMs) : unread;
    const bug = proxy.bug();
    if (bug !== undefined) return allOf(chosen, notRun(bug, 'environment'));
    return [
      ...chosen.map((one) => resultOf(one, proxy.stageOf(one.id), report, without)),
      {
        ...ALL_INTERACTIONS,
        verdict: report === undefined ? without : wholeness(pact, chosen, report, options),
        tookMs: 0,
      },
    ];
  } finally {
    cancel();
    over.abort();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const NO_BINARY =
  `there is no verifier of Pact for ${process.platform} ${process.arch} in this installation: ` +
  'npm i @pact-foundation/pact-cli@18 where it has one, else run this on Linux, macOS or Windows, x64 or arm64';
const UNKNOWN_REPORT = "Pact's verifier has written a report that this version does not know: is it 18?";

const NOTHING_TO_CALL_BACK: CheckVerdict = {
  kind: 'left-out',
  why: 'this bank refuses at once, so that nothing is called back',
  cause: 'not-applicable',
};

const notRun = (why: string, blame: Blame): CheckVerdict => ({ kind: 'not-run', why, blame });

const allOf = (chosen: readonly PactInteraction[], verdict: CheckVerdict): readonly CheckResult[] =>
  [...chosen, ALL_INTERACTIONS].map(({ name, title, source }) => ({ name, title, source, verdict, tookMs: 0 }));

const resultOf = (
  { id, name, title, source, answer }: PactInteraction,
  stage: PactStage | undefined,
  report: PactReport | undefined,
  without: CheckVerdict,
): CheckResult => ({
  name,
  title,
  source,
  verdict: stage === undefined ? without : verdictOf(id, stage, report, { answer, without }),
  tookMs: stage?.exchange?.tookMs ?? 0,
});

interface Expectation {
  readonly answer: string | undefined;
  /** Where there is no word of Pact. */
  readonly without: CheckVerdict;
}

/** What the proxy has seen goes before what Pact makes of it. */
const verdictOf = (
  id: string,
  { exchange, obstacle, leftover, findings, hasRefusedAtOnce }: PactStage,
  report: PactReport | undefined,
  { answer, without }: Expectation,
): CheckVerdict => {
  if (obstacle !== undefined) return notRun(obstacle.message, obstacle.blame);
  const lost = exchange === undefined ? undefined : lossOf([exchange]);
  if (lost !== undefined) return lost;
  if (exchange?.answer.kind === 'failure' && exchange.answer.code !== 'ABORT_ERR') {
    return { kind: 'broken', findings: [findingOf(exchange, answer ?? '202 / 05')] };
  }
  if (findings.length > 0) return { kind: 'broken', findings };
  if (hasRefusedAtOnce) return NOTHING_TO_CALL_BACK;
  const result = report?.results.find((one) => one.id === id);
  if (report === undefined) return without;
  if (result === undefined) return notRun('Pact has not run it', 'environment');
  const { mismatches, message } = report.errorsOf(id);
  if (exchange === undefined) return notRun(`Pact has sent nothing${message ? `: ${message}` : ''}`, 'environment');
  if (mismatches.length > 0) return { kind: 'broken', findings: findingsOf(mismatches, exchange) };
  if (leftover !== undefined) return notRun(leftover.message, leftover.blame);
  if (!result.isOk) return notRun(`Pact says that it failed: ${message ?? 'it does not say why'}`, 'environment');
  return { kind: 'held' };
};

const wholeness = (
  { interactions }: Pact,
  chosen: readonly PactInteraction[],
  { isOk, results }: PactReport,
  { issuer }: PactRunOptions,
): CheckVerdict => {
  const inTable = issuerInteractions(issuer).map(({ description }) => description);
  const inPact = interactions.map(({ description }) => description);
  const problems = [
    ...difference('the pact', inPact, inTable),
    ...difference(
      'the run of Pact',
      results.map(({ id }) => id),
      chosen.map(({ id }) => id),
    ),
    ...(isOk || results.some((one) => !one.isOk) ? [] : ['Pact says that the run failed, and of no interaction']),
  ];
  return problems.length === 0 ? { kind: 'held' } : notRun(problems.join('; '), 'environment');
};

/** In words, where the two are not the same, each as often. */
const difference = (what: string, is: readonly string[], shouldBe: readonly string[]): readonly string[] => {
  const [one, other] = [[...is].sort(), [...shouldBe].sort()];
  if (one.length === other.length && one.every((text, at) => text === other[at])) return [];
  const strange = [...one.filter((text) => !other.includes(text)), ...other.filter((text) => !one.includes(text))];
  const which = strange.length === 0 ? '' : ` (${strange.slice(0, 3).join(', ')})`;
  return [`${what} has ${one.length} interactions where there are ${other.length}${which}`];
};
