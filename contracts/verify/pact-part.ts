// The part of a verification that is the issuer's pact: which interactions can be run here, and a result for each.
import type { CheckResult, CheckVerdict } from '../verification.ts';
import { type PactInteraction, readPact } from './pact-interactions.ts';
import { ALL_INTERACTIONS, type PactRunOptions, runPact } from './pact-run.ts';

type Named = Pick<PactInteraction, 'name' | 'title' | 'source' | 'needs'>;

export interface PactPartOptions extends PactRunOptions {
  /** Why this one is not tried; undefined where it is. */
  readonly obstacleTo: (one: Pick<Named, 'name' | 'needs'>) => CheckVerdict | undefined;
  /** Told how many are run, before they are. */
  readonly onBegin: (name: string, count: number) => void;
  /** In place of the committed one, for tests. */
  readonly pactFile?: URL | undefined;
}

/** In the order of the pact, {@link ALL_INTERACTIONS} last. */
export const holdToPact = async (options: PactPartOptions): Promise<readonly CheckResult[]> => {
  const { issuer, obstacleTo, onBegin, pactFile } = options;
  const pact = readPact(issuer, pactFile);
  const named: readonly Named[] = [...(pact?.interactions ?? []), ALL_INTERACTIONS];
  const obstacles = new Map(named.map((one) => [one.name, obstacleTo(one)]));
  const chosen = pact?.interactions.filter(({ name }) => obstacles.get(name) === undefined) ?? [];
  const isRun = pact !== undefined && chosen.length > 0;
  if (isRun) onBegin(ALL_INTERACTIONS.name, chosen.length);
  const results = new Map(isRun ? (await runPact(pact, chosen, options)).map((one) => [one.name, one]) : []);
  const nothing = pact === undefined ? noPactOf(issuer) : NONE_CHOSEN;
  return named.map(({ name, title, source }) => {
    const obstacle = obstacles.get(name);
    const result = obstacle === undefined ? results.get(name) : undefined;
    return result ?? { name, title, source, verdict: obstacle ?? nothing, tookMs: 0 };
  });
};

const NONE_CHOSEN: CheckVerdict = { kind: 'left-out', why: 'no interaction of the pact was asked for' };

const noPactOf = (issuer: string): CheckVerdict => ({
  kind: 'not-run',
  why: `this version has no pact for ${issuer}: npm run pacts writes it`,
  blame: 'environment',
});
