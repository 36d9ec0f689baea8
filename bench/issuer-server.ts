// One simulated issuer on a port, everything on, as `banknet up` runs it. Without latency, or with the one that is
// given as JSON.
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { listenIssuers, portsFrom } from '../simulator/doors/issuer-server.ts';
import { createIssuer } from '../simulator/issuer/issuer.ts';
import type { Latency } from '../simulator/issuer/latency.ts';
import { createPeople } from '../simulator/people/people.ts';
import { serveBench } from './child.ts';

const latency: Latency = JSON.parse(process.argv[2] ?? '{"fixedMs":0}');
const issuer = createIssuer({
  bank: 'ICBC',
  people: createPeople({ seed: 42 }),
  settings: { mode: 'sync', latency },
  random: createRandom(42),
});
const { doors } = await listenIssuers({
  issuers: [issuer],
  portOf: portsFrom(0),
  host: '127.0.0.1',
  clock: new SteerableClock({ base: systemClock, settle: nextTurn }),
  digests: nodeDigests,
});
serveBench(doors.map(({ port }) => port));
