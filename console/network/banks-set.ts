// How the banks are set and what is wrong with them, as the network tells it: read again whenever somebody has changed
// something, and whenever a fault has come or gone by itself.
import { effect, signal } from '@preact/signals';
import { type Answer, ask, type Call, type Problem, tell } from '../live/control.ts';
import { onChange, overview } from '../live/overview.ts';
import { type Incident, type Issuer, incidentsSchema, issuerSchema, issuersSchema } from '../wire/issuers.ts';

export const issuers = signal<readonly Issuer[]>([]);
export const incidents = signal<readonly Incident[]>([]);
/** Why they could not be read the last time; what is shown is older then. */
export const readingProblem = signal<Problem | undefined>(undefined);

export const issuerOf = (code: string): Issuer | undefined => issuers.value.find((issuer) => issuer.code === code);

/** Runs `task` at once, and once more after it where it was asked for meanwhile: never two at a time. */
export const coalesced = (task: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let isWantedAgain = false;
  const run = async (): Promise<void> => {
    do {
      isWantedAgain = false;
      await task();
    } while (isWantedAgain);
    running = undefined;
  };
  return () => {
    isWantedAgain = running !== undefined;
    running ??= run();
    return running;
  };
};

const readAll = coalesced(async () => {
  const [banks, over] = await Promise.all([
    ask('/control/issuers', issuersSchema),
    ask('/control/incidents', incidentsSchema),
  ]);
  if (banks.ok) issuers.value = banks.value.issuers;
  if (over.ok) incidents.value = over.value.incidents;
  readingProblem.value = banks.ok ? (over.ok ? undefined : over.problem) : banks.problem;
});

/** Whether the overview counts other faults than we know of: one has healed by itself, say. */
const hasMoved = (): boolean =>
  overview.value?.banks.some(({ code, faults }) => {
    const known = issuers.peek().find((issuer) => issuer.code === code);
    return known !== undefined && known.faults.length + known.incidents.length !== faults;
  }) ?? false;

/** Keeps {@link issuers} and {@link incidents} true until the returned function is called. */
export const followBanks = (): (() => void) => {
  const leaveChanges = onChange(() => void readAll());
  const leaveOverview = effect(() => {
    if (hasMoved() || (overview.value !== undefined && readingProblem.peek() !== undefined)) void readAll();
  });
  return () => {
    leaveChanges();
    leaveOverview();
  };
};

/** Changes one bank: `path` below its own, such as `/faults`. What it then is stands on the page at once. */
export const changeBank = async (code: string, path: string, call: Call): Promise<Answer<undefined>> => {
  const answer = await ask(`/control/issuers/${code}${path}`, issuerSchema, call);
  if (!answer.ok) return answer;
  issuers.value = issuers.value.map((issuer) => (issuer.code === code ? answer.value : issuer));
  return { ok: true, value: undefined };
};

/** Changes something about several banks, and reads them all. */
export const changeBanks = async (path: string, call: Call): Promise<Answer<undefined>> => {
  const answer = await tell(path, call);
  await readAll();
  return answer;
};
