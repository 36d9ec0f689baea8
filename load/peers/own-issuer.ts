// One simulated issuer on a port, everything on, as `banknet up` runs it: signatures, schemas, idempotency, journal,
// and a fault whose chance is drawn for every call.
import { Journal } from '../../core/journal.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../../core/system-clock.ts';
import { listenIssuers, portsFrom } from '../../simulator/doors/issuer-server.ts';
import { faultsSchema } from '../../simulator/faults/fault-schema.ts';
import { placeFaults } from '../../simulator/faults/placement.ts';
import { createIssuer } from '../../simulator/issuer/issuer.ts';
import type { Latency } from '../../simulator/issuer/latency.ts';
import { createPeople } from '../../simulator/people/people.ts';

/** Of the people that it knows, and of all chance. */
export const OWN_SEED = 42;
export const OWN_ISSUER = 'ICBC';

/** One call in twenty is hit and comes 0 ms later: all of the work, and no answer is another. */
const HARMLESS_FAULT = { kind: 'latency', fixed: '0ms', share: '1/20' };

/** Opens the issuer on `port`, 0 for any free one, and gives the port that it has. */
export const listenOwnIssuer = async (port: number, latency: Latency): Promise<number> => {
  const journal = new Journal();
  const clock = new SteerableClock({ base: systemClock, settle: nextTurn });
  const faults = placeFaults(faultsSchema.parse([HARMLESS_FAULT]), clock.now());
  const issuer = createIssuer({
    bank: OWN_ISSUER,
    people: createPeople({ seed: OWN_SEED }),
    settings: { mode: 'sync', latency, faults },
    random: createRandom(OWN_SEED),
  });
  const { doors } = await listenIssuers({
    issuers: [issuer],
    portOf: portsFrom(port),
    host: '127.0.0.1',
    clock,
    digests: nodeDigests,
    onCall: (record) => journal.issuerDid(record),
  });
  return doors[0]?.port ?? port;
};
