// All simulated issuers, everything on but without latency, as `banknet up --workers N` has them: their calls go into a
// journal in this process. Argument: how many processes serve them.
import { parseConfig } from '../cli/config.ts';
import { openNetworkIssuers } from '../cli/network-issuers.ts';
import { BANKS } from '../core/banks.ts';
import { Journal } from '../core/journal.ts';
import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { createPeople } from '../simulator/people/people.ts';
import { serveBench } from './child.ts';

const journal = new Journal();
const { host } = await openNetworkIssuers({
  config: parseConfig('issuers: { defaults: { latency: { fixed: 0ms } } }', 'banknet.yaml'),
  host: '127.0.0.1',
  issuerPort: 0,
  seed: 42,
  clock: new SteerableClock({ base: systemClock, settle: nextTurn }),
  people: createPeople({ seed: 42, banks: BANKS }),
  workers: Number(process.argv[2]),
  env: {},
  onCall: (record) => journal.issuerDid(record),
  onProblem: (error) => {
    throw error;
  },
});
serveBench(host.doors.map(({ url }) => Number(new URL(url).port)));
