// One simulated issuer on a port, everything on but without latency, for the issuer benchmark.
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import { systemClock } from '../core/system-clock.ts';
import { listenIssuers } from '../simulator/doors/issuer-server.ts';
import { createIssuer } from '../simulator/issuer/issuer.ts';
import { createPeople } from '../simulator/people/people.ts';
import { serveBench } from './child.ts';

const people = createPeople({ seed: 42 });
const issuer = createIssuer({
  bank: 'ICBC',
  people,
  settings: { mode: 'sync', latency: { fixedMs: 0 } },
  random: createRandom(42),
});
const { doors } = await listenIssuers({
  issuers: [issuer],
  firstPort: 0,
  host: '127.0.0.1',
  clock: systemClock,
  digests: nodeDigests,
});
serveBench(doors.map(({ port }) => port));
