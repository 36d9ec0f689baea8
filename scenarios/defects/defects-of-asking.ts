// Defects in when a bank is asked, and how often (R15, R17 to R19).
import type { Defect } from './defect.ts';

const CIRCUIT = 'engine/circuit.ts';
const FAN_OUT = 'engine/fan-out.ts';
const LANE = 'engine/issuer-lane.ts';
const LANES = 'engine/lanes.ts';
const OUTCOME = 'engine/outcome.ts';
const RETRY = 'engine/retry.ts';

export const DEFECTS_OF_ASKING: readonly Defect[] = [
  {
    name: 'one-lane-for-all-banks',
    what: 'all banks share one lane: its bound, its circuit, its budget',
    rules: ['R15'],
    caughtBy: 'expectation',
    patches: [
      { file: LANES, find: 'this.#lanes.get(bank);', replace: "this.#lanes.get('ALL');" },
      { file: LANES, find: 'this.#lanes.set(bank, lane);', replace: "this.#lanes.set('ALL', lane);" },
    ],
  },
  {
    name: 'one-bank-after-another',
    what: 'a bank is asked only when the one before it is done',
    rules: ['R15'],
    caughtBy: 'expectation',
    patches: [
      {
        file: FAN_OUT,
        find: "for (const inquiry of run.inquiries) if (inquiry.progress.state === 'WAITING') this.#schedule(inquiry);",
        replace: `const first = run.inquiries.find(({ progress }) => progress.state === 'WAITING');
          if (first !== undefined) this.#schedule(first);`,
      },
      {
        file: FAN_OUT,
        find: 'run.pending--;',
        replace: `run.pending--;
          const next = run.inquiries.find(({ progress }) => progress.state === 'WAITING');
          if (next !== undefined) this.#schedule(next);`,
      },
    ],
  },
  {
    name: 'banks-in-any-order',
    what: 'the banks of a query are asked in an order that no seed has',
    rules: ['R15'],
    caughtBy: 'I12',
    patches: [
      {
        file: 'engine/run.ts',
        find: 'for (const bank of query.banks) {',
        // Turned round at every second query of the process: by chance, the table of what caught it would change, too.
        replace: `globalThis.turns = (globalThis.turns ?? 0) + 1;
  for (const bank of globalThis.turns % 2 === 0 ? query.banks.toReversed() : query.banks) {`,
      },
    ],
  },
  {
    name: 'callbacks-not-heard',
    what: 'what a bank calls back is ignored; its answer comes only when it is asked for again',
    rules: ['R17', 'R4'],
    caughtBy: 'expectation',
    patches: [
      {
        file: FAN_OUT,
        find: "inquiry === undefined || inquiry.progress.state === 'DONE'",
        replace: 'inquiry === undefined || inquiry.progress.attempts > 0',
      },
    ],
  },
  {
    name: 'no-connection-is-final',
    what: 'a call without an answer ends the inquiry as FAILED',
    rules: ['R17', 'R16'],
    caughtBy: 'expectation',
    patches: [{ file: OUTCOME, find: "'broken' : 'unknown', reason", replace: "'broken' : 'failed', reason" }],
  },
  {
    name: 'retry-after-ignored',
    what: 'Retry-After of a bank is no floor',
    rules: ['R17'],
    caughtBy: 'I7',
    patches: [{ file: RETRY, find: 'Math.max(floorMs, pauseMs)', replace: 'pauseMs' }],
  },
  {
    name: 'retry-after-misread',
    what: 'Retry-After is taken for thousands of seconds: a bank that is back is not asked',
    rules: ['R17'],
    caughtBy: 'expectation',
    patches: [{ file: OUTCOME, find: 'Number(retryAfter) * 1000', replace: 'Number(retryAfter) * 1_000_000' }],
  },
  {
    name: 'pauses-do-not-grow',
    what: 'a bank in trouble is asked again about every half second',
    rules: ['R17'],
    caughtBy: 'expectation',
    patches: [{ file: RETRY, find: '2 ** (inVain - 1)', replace: '1' }],
  },
  {
    name: 'running-asked-every-second',
    what: 'a bank that has accepted an inquiry is asked for it every second',
    rules: ['R17'],
    caughtBy: 'expectation',
    patches: [{ file: RETRY, find: 'statusPausesMs[asked - 1]', replace: 'statusPausesMs[0]' }],
  },
  {
    name: 'progress-lost-in-a-crash',
    what: 'a restarted engine asks every bank again at once, also those that are done or said later',
    rules: ['R17', 'R14'],
    caughtBy: 'I7',
    patches: [
      { file: 'engine/store/memory-queries.ts', find: 'inquiries: inquiriesOf(entry)', replace: 'inquiries: []' },
    ],
  },
  {
    name: 'chance-not-keyed',
    what: 'the pauses between retries come from chance that no seed has',
    rules: ['R17'],
    caughtBy: 'I12',
    patches: [
      {
        file: FAN_OUT,
        find: "random.unit('retry', inquiry.inquiryId, before.attempts)",
        // As a generator goes on from where the last run has left it, and the same in every process.
        replace: '((globalThis.drawn = (globalThis.drawn ?? 0) + 1) * 0.618034) % 1',
      },
    ],
  },
  {
    name: 'one-call-too-many-in-flight',
    what: 'one call more than the bound is in flight',
    rules: ['R18'],
    caughtBy: 'I8',
    patches: [
      {
        file: LANE,
        find: 'this.#inFlight < settings.inFlightPerIssuer',
        replace: 'this.#inFlight <= settings.inFlightPerIssuer',
      },
      {
        file: LANE,
        find: 'closedCircuit(settings.inFlightPerIssuer)',
        replace: 'closedCircuit(settings.inFlightPerIssuer + 1)',
      },
    ],
  },
  {
    name: 'retries-cost-no-budget',
    what: 'a retry takes nothing from the budget',
    rules: ['R18'],
    caughtBy: 'I8',
    patches: [{ file: LANE, find: 'this.#budget = spent.bucket;', replace: '' }],
  },
  {
    name: 'circuit-never-opens',
    what: 'a bank that is down is called as if it were up',
    rules: ['R18'],
    caughtBy: 'I8',
    patches: [{ file: CIRCUIT, find: 'failedInRow < settings.failuresInRow', replace: 'true' }],
  },
  {
    name: 'probes-without-pause',
    what: 'an open circuit probes as soon as its last probe has failed',
    rules: ['R18'],
    caughtBy: 'I8',
    patches: [
      {
        file: CIRCUIT,
        find: "circuit.state === 'open' && nowMs >= circuit.untilMs",
        replace: "circuit.state === 'open'",
      },
    ],
  },
  {
    name: 'open-circuit-never-probed',
    what: 'nobody looks whether a bank whose circuit is open is back, unless something new is to be asked of it',
    rules: ['R18'],
    caughtBy: 'I11',
    patches: [{ file: LANE, find: "if (circuit.state === 'open') this.#wakeAt(circuit.untilMs);", replace: '' }],
  },
  {
    name: 'circuit-never-closes',
    what: 'a probe that was served opens the circuit again',
    rules: ['R18'],
    caughtBy: 'expectation',
    patches: [{ file: CIRCUIT, find: "return works ? { state: 'closed'", replace: "return false ? { state: 'closed'" }],
  },
  {
    name: 'deadline-never-comes',
    what: 'nothing happens to what is PENDING after 24 h',
    rules: ['R19'],
    caughtBy: 'I1',
    patches: [
      {
        file: FAN_OUT,
        find: 'clock.at(deadlineMs, () => this.#expire(run))',
        replace: 'clock.at(deadlineMs, () => undefined)',
      },
    ],
  },
  {
    name: 'deadline-begins-anew',
    what: 'a restarted engine gives its queries another 24 h',
    rules: ['R19'],
    caughtBy: 'I1',
    patches: [
      {
        file: FAN_OUT,
        find: 'clock.at(deadlineMs, () => this.#expire(run))',
        replace: 'clock.at(nowMs + deadlineMs - claimed.query.acceptedAtMs, () => this.#expire(run))',
      },
    ],
  },
  {
    name: 'timeout-told-as-delivered',
    what: 'a bank that did not answer by the deadline is shown as one without cards',
    rules: ['R19', 'R22'],
    caughtBy: 'I3',
    patches: [
      {
        file: FAN_OUT,
        find: "disposition: 'TIMEOUT' };",
        replace: "disposition: 'DELIVERED', answer: { cards: [], unsupported: [] } };",
      },
    ],
  },
];
