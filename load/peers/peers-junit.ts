// A comparison as JUnit XML: a case for each server, which passes where all of its answers were right. One that could
// not be had was not run.
import { type JunitOutcome, junitXml } from '../../report/junit.ts';
import { oneLine } from '../../report/visible-text.ts';
import { errorsOf, errorWords } from './peers-figures.ts';
import type { PeerResult, PeersResult } from './peers-result.ts';
import { outcomeSentence, titleOf } from './peers-words.ts';

/** The text of junit.xml. */
export const peersJunit = (result: PeersResult): string => {
  const cases = result.servers.map((server) => ({
    name: `${titleOf(server)} answers rightly`,
    className: `load.peers.${server.name}`,
    outcome: outcomeOf(server),
  }));
  const properties = { outcome: outcomeSentence(result), startedAt: result.startedAt };
  return junitXml('banknet load peers', [{ name: 'load peers', properties, cases }]);
};

const outcomeOf = (server: PeerResult): JunitOutcome => {
  const errors = errorsOf(server);
  if (errors.errors > 0) {
    const message = errorWords(errors);
    return { kind: 'failed', message, text: message };
  }
  if (server.rounds.length > 0) return { kind: 'passed' };
  return { kind: 'skipped', message: oneLine(server.trouble ?? 'the run was interrupted before') };
};
