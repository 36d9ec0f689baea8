// Before anything else: is somebody there who answers, and does its state URL? Where not, one clear line says why, and
// nothing more is tried: a hundred checks that each wait ten seconds would say the same.
import type { Check } from '../check.ts';
import { CouldNotRun } from '../verify/could-not-run.ts';
import { failureWords, findingOf } from '../verify/findings.ts';
import { blameFor, remedyFor } from '../verify/reach-words.ts';
import { addressWithoutSecrets } from '../verify/shown-exchange.ts';
import { NOBODY } from './basics.ts';

/** One signed inquiry about nobody. Any whole answer but a redirect is somebody to talk to. */
export const REACH_ENDPOINT: Check = {
  name: 'reach/endpoint',
  title: 'The endpoint can be reached and answers in place, without a redirect',
  source: 'issuer-api.yaml, servers',
  needs: [],
  run: async (endpoint) => {
    const exchange = await endpoint.ask(endpoint.inquiryFor(NOBODY));
    const { answer } = exchange;
    if (answer.kind === 'failure') {
      const { code } = answer;
      if (blameFor(code) === 'bank') return [findingOf(exchange, `a whole answer within ${endpoint.timeoutMs} ms`)];
      throw new CouldNotRun(`the endpoint cannot be reached: ${failureWords(code)}${remedyFor(code)}`, 'environment');
    }
    if (answer.status < 300 || answer.status > 399) return [];
    const where = `${answer.status} to ${addressWithoutSecrets(answer.headers.location)}, which is not followed`;
    return [findingOf(exchange, 'an answer in place, no redirect', where)];
  },
};

/** A state that changes nothing, set up and ended. */
export const REACH_STATES: Check = {
  name: 'reach/states',
  title: 'The state URL takes a state of the contract, and its end',
  source: 'contract-states.md',
  needs: ['states'],
  run: async (endpoint) => {
    const { name, idNumber, mobile } = NOBODY;
    await endpoint.given('no such customer', { name, idNumber, mobile });
    await endpoint.endStates();
    return [];
  },
};
