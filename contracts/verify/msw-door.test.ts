// The simulator behind MSW is held to the contract like the one behind a socket, as far as it goes: a bridge makes a
// fetch of every request of the verifier, and MSW takes the fetch. What only a socket shows is left to sockets.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bypass, http } from 'msw';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { portableDigests } from '../../core/portable-digests.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createCallbackDesk } from '../../simulator/doors/callback-desk.ts';
import { createFetchCallbackSender } from '../../simulator/doors/fetch-callback-sender.ts';
import { exchangeAt } from '../../simulator/doors/msw-exchange.ts';
import { CHECKS } from '../checks/checks.ts';
import { hasHeld } from '../verification.ts';
import { serve } from './servers-fixture.ts';
import { createStated, serveStates } from './stated-fixture.ts';
import { verifyEndpoint } from './verify-endpoint.ts';

/** As in sixteen-issuers.test.ts. */
const SCALE = 10;
const TIMEOUT_MS = 600_000;

/**
 * A fetch has no connection of its own, sends no half of a request, and writes header names and lengths as it wants:
 * here these would be checks of the bridge.
 */
const NOT_SHOWN = /^connection\/|^headers\/any-case$/;

const BANK = 'http://bank.test';

test('an issuer behind MSW holds to all of the contract that a fetch can show', { timeout: 120_000 }, async () => {
  const clock = new SteerableClock({ base: systemClock, scale: SCALE, settle: async () => undefined });
  const stated = createStated();
  const key = developmentKeyOf('ICBC');
  const digests = portableDigests;
  const send = createFetchCallbackSender({
    keyOf: () => key,
    clock,
    digests,
    fetch: (request) => fetch(bypass(request)),
  });
  const callbacks = createCallbackDesk({ clock, send });
  const exchange = exchangeAt(
    { issuer: stated.issuer, key, digests },
    { clock, callbacks, onCall: undefined, closed: undefined },
  );
  const server = setupServer(http.all(`${BANK}/*`, ({ request }) => exchange(request)));
  server.listen({ onUnhandledFrame: 'bypass' });
  onTestFinished(() => {
    callbacks.close();
    server.close();
    clock.stop();
  });
  const verification = await verifyEndpoint({
    issuer: 'ICBC',
    key,
    url: await serve((request, response) => void bridge(request, response)),
    stateUrl: await serveStates(stated),
    timeoutMs: TIMEOUT_MS,
    clock,
    checks: CHECKS.filter(({ name }) => !NOT_SHOWN.test(name)),
  });
  const trouble = verification.checks.filter(({ verdict }) => verdict.kind === 'broken' || verdict.kind === 'not-run');
  expect(trouble.map(({ name, verdict }) => ({ name, verdict }))).toEqual([]);
  expect(hasHeld(verification)).toBe(true);
});

/** What fetch sets itself. */
const CARRYING = /^(host|connection|content-length|transfer-encoding|expect)$/;

const bridge = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    CARRYING.test(name) ? [] : [[name, [value].flat().join(', ')]],
  );
  const answer = await fetch(BANK + (request.url ?? ''), {
    method: request.method ?? '',
    headers,
    body: body.byteLength === 0 ? null : body,
    redirect: 'manual',
  });
  response.writeHead(answer.status, [...answer.headers].flat());
  response.end(Buffer.from(await answer.arrayBuffer()));
};
