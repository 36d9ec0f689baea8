// For tests only: simulated issuers with provider states, on sockets, each with its state URL.
import { onTestFinished } from 'vitest';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { WireWatch } from '../../core/wire-watch.ts';
import { listenIssuer } from '../../simulator/doors/issuer-server.ts';
import type { Issuer } from '../../simulator/issuer/issuer.ts';
import type { AnswerMode } from '../../simulator/issuer/settings.ts';
import { STATUS_OF_ANSWER } from '../states/state-url.ts';
import { createStatedIssuer, type StatedIssuer } from '../states/stated-issuer.ts';
import { serve } from './servers-fixture.ts';

export interface StatedOptions {
  readonly bank?: IssuerCode;
  readonly mode?: AnswerMode;
  readonly clock?: Clock;
  /** What is wrong with it. */
  readonly spoil?: (issuer: Issuer) => Issuer;
  /** Told of what it calls back. */
  readonly wire?: WireWatch;
}

export const createStated = ({ bank = 'ICBC', mode = 'sync' }: StatedOptions = {}): StatedIssuer =>
  createStatedIssuer({
    bank,
    people: { identity: () => undefined, holding: () => undefined },
    settings: { latency: { fixedMs: 0 }, mode },
    random: createRandom(42),
  });

/** Nobody is on file but by states. */
export const openStated = async (
  options: StatedOptions = {},
): Promise<{ readonly url: string; readonly stateUrl: string }> => {
  const { bank = 'ICBC', clock = systemClock, spoil = (issuer) => issuer, wire } = options;
  const stated = createStated(options);
  const key = developmentKeyOf(bank);
  const door = await listenIssuer({
    issuer: spoil(stated.issuer),
    port: 0,
    key,
    host: '127.0.0.1',
    clock,
    digests: nodeDigests,
    ...(wire && { wire }),
  });
  onTestFinished(() => door.close());
  return { url: door.url, stateUrl: await serveStates(stated) };
};

/** The address of its state URL. */
export const serveStates = (stated: StatedIssuer): Promise<string> =>
  serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    response.writeHead(STATUS_OF_ANSWER[stated.changeState(JSON.parse(text)).kind]).end();
  });
