// A comparison in words: what came out, and what has to be said with it so that nobody reads more out of the figures
// than is in them.
import { counted, countWords, msWords, shareWords } from '../load-words.ts';
import { clientLateMsOf, errorsOf, errorWords, measuredOf, othersShareOf, PEER_FIGURES } from './peers-figures.ts';
import type { PeerResult, PeersResult } from './peers-result.ts';

/** Above these the figures are of the machine as much as of the servers, and the report warns. */
const BUSY_SHARE = 0.1;
const LATE_MS = 2;

/** `0.24`, `12`; `–` where there is none. */
export const timesWords = (ratio: number | undefined): string =>
  ratio === undefined ? '–' : ratio >= 10 ? countWords(Math.round(ratio)) : String(Number(ratio.toPrecision(2)));

export const titleOf = ({ title, version }: PeerResult): string =>
  version === undefined ? title : `${title} ${version}`;

const measuredOnes = ({ servers }: PeersResult): readonly PeerResult[] =>
  servers.filter(({ rounds }) => rounds.length > 0);

/** Whether all answers of banknet were right: without that its figures are worth nothing. */
export const isRightItself = ({ servers: [ours] }: PeersResult): boolean =>
  ours !== undefined && errorsOf(ours).errors === 0;

/** The one sentence that a reader in a hurry needs. */
export const outcomeSentence = (result: PeersResult): string => {
  const [ours, ...others] = measuredOnes(result);
  if (ours === undefined || ours.name !== 'banknet') return 'nothing was measured: the first round was not over';
  const errors = errorsOf(ours);
  const wrong = errors.errors === 0 ? '' : `, but of its own ${errorWords(errors)}`;
  const [requests] = PEER_FIGURES;
  const parts = others.flatMap((one) => {
    const { ratio } = measuredOf(one, ours, requests);
    return ratio === undefined ? [] : [`${timesWords(1 / ratio)} times ${one.title}`];
  });
  const told = parts.length === 0 ? 'was measured alone' : `gives right answers at ${parts.join(', ')}`;
  return `${ours.title} with everything on ${told}${wrong}`;
};

/** What may make the figures say something else than they seem to. */
export const cautionsIn = (result: PeersResult): readonly string[] => {
  const { servers, wasInterrupted, settings } = result;
  const others = othersShareOf(result);
  const lateMs = clientLateMsOf(result);
  return [
    ...(wasInterrupted ? ['interrupted: these are the rounds that were whole'] : []),
    ...servers.flatMap((server) => {
      const errors = errorsOf(server);
      return [
        ...(server.trouble === undefined ? [] : [troubleWords(server)]),
        ...(errors.errors === 0 ? [] : [`${server.title}: ${errorWords(errors)}`]),
      ];
    }),
    ...(others === undefined || others <= BUSY_SHARE
      ? []
      : [
          `other work took ${shareWords(others, 2)} of this machine meanwhile: the ratios hold better than the figures, best those of cpu each`,
        ]),
    ...(lateMs === undefined || lateMs <= LATE_MS
      ? []
      : [`the client itself was ${msWords(lateMs)} late at p99 at ${settings.perSecond}/s, which is in every p99`]),
  ];
};

const troubleWords = ({ title, trouble = '', rounds }: PeerResult): string =>
  rounds.length === 0
    ? `${title} is left out: ${trouble}`
    : `${title} has only ${counted(rounds.length, 'round')}: ${trouble}`;

/** How it was measured. */
export const methodLines = ({ settings }: PeersResult): readonly string[] => {
  const { seconds, rounds, connections, perSecond, warmUpSeconds } = settings;
  const warm = `after a warm-up that ends when it does not become faster any more, in ${warmUpSeconds} s at most`;
  return [
    `The same signed inquiries, each with an id of its own, from one client to one server at a time, by turns, in ` +
      `${counted(rounds, 'round')}; every server starts anew in each.`,
    `requests/s and cpu each: ${counted(connections, 'connection')} with one inquiry at a time for ${seconds} s, ` +
      `${warm}. A wrong answer is none.`,
    `p50 and p99: ${countWords(perSecond)} inquiries a second for ${seconds} s, latency from when each was due, ` +
      'errors included.',
    'A figure is the middle of the rounds; × is how many times that of banknet, the middle of the ratios of each round.',
  ];
};
