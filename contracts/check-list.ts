// Every check by name, title and source, in the order of the results: what `--list` shows and `--only` may name.
import { BANKS } from '../core/banks.ts';
import { CHECKS } from './checks/checks.ts';
import { REACH_ENDPOINT, REACH_STATES } from './checks/reach.ts';
import { EVERY_ANSWER } from './verify/every-answer.ts';
import { readPact } from './verify/pact-interactions.ts';
import { ALL_INTERACTIONS } from './verify/pact-run.ts';

export interface ListedCheck {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** What has to be given for it: `states`, `callbacks`, `patience`. */
  readonly needs: readonly string[];
}

/** Of any bank: their pacts differ in the bank's own code, and are compared in npm test. */
const pactChecks = () => {
  const [{ code = '' } = {}] = BANKS;
  return [...(readPact(code)?.interactions ?? []), ALL_INTERACTIONS];
};

export const listChecks = (): readonly ListedCheck[] => [
  ...[REACH_ENDPOINT, REACH_STATES, ...CHECKS, ...pactChecks()].map(({ name, title, source, needs }) => ({
    name,
    title,
    source,
    needs,
  })),
  ...EVERY_ANSWER.map(({ name, title, source }) => ({ name, title, source, needs: [] })),
];
