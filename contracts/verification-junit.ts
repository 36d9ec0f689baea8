// A verification as JUnit XML: a suite a group, a case a check. What could not run is an error, never a skip.
import { type JunitCase, type JunitOutcome, junitXml } from '../report/junit.ts';
import { oneLine } from '../report/visible-text.ts';
import type { CheckResult, Finding } from './verification.ts';
import { BLAME_WORDS, groupsOf, type VerificationReport } from './verification-summary.ts';

/** The text of junit.xml. */
export const verificationJunit = ({ verification, command }: VerificationReport): string => {
  const { issuer, url, pactHash, endpointVersion, checks } = verification;
  const properties = {
    issuer,
    url,
    pactHash,
    ...(endpointVersion === undefined ? {} : { endpointVersion }),
  };
  const suites = groupsOf(checks).map(({ name, results }) => ({
    name: `${issuer} ${name}`,
    properties,
    cases: results.map((result) => caseOf(result, issuer, command)),
  }));
  return junitXml(`banknet contract verify ${issuer}`, suites);
};

const caseOf = (result: CheckResult, issuer: string, command: string): JunitCase => ({
  name: `${result.name}: ${result.title}`,
  className: `contract.${issuer}`,
  seconds: result.tookMs / 1000,
  properties: { source: result.source },
  outcome: outcomeOf(result, command),
});

const outcomeOf = ({ name, source, verdict }: CheckResult, command: string): JunitOutcome => {
  if (verdict.kind === 'held') return { kind: 'passed' };
  if (verdict.kind === 'left-out') return { kind: 'skipped', message: verdict.why };
  const again = `again: ${command} --only ${name}`;
  if (verdict.kind === 'not-run') {
    const message = oneLine(`${verdict.why} (${BLAME_WORDS[verdict.blame]})`);
    return { kind: 'error', message, text: `${verdict.why}\n\n${again}` };
  }
  const [first] = verdict.findings;
  const message = first === undefined ? 'broken' : oneLine(`expected ${first.expected}; got ${first.got}`);
  return {
    kind: 'failed',
    message,
    text: [...verdict.findings.map(findingText), `source: ${source}`, again].join('\n\n'),
  };
};

const findingText = ({ sent, expected, got, exchange }: Finding): string => {
  const shown = exchange === undefined ? '' : `\n\n${exchange.request}\n\n${exchange.answer}`;
  return `sent ${sent}\nexpected ${expected}\ngot ${got}${shown}`;
};
