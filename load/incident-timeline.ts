// The incidents of a profile at their moments. Each heals by itself when its time is over, also where the run has died;
// a run that is interrupted ends what is going on.
import type { Clock } from '../core/clock.ts';
import type { ControlLink } from './control-link.ts';
import type { LoadIncident } from './profile.ts';

export interface IncidentTimeline {
  /** Ends what is going on, and lets nothing more begin. @throws {LoadProblem} where an incident could not begin */
  stop(): Promise<void>;
}

/** `startMs`: from which the moments of the incidents count, on the clock. */
export const playIncidents = (
  incidents: readonly LoadIncident[],
  control: Pick<ControlLink, 'addIncident' | 'removeIncident'>,
  clock: Pick<Clock, 'now' | 'at'>,
  startMs: number,
): IncidentTimeline => {
  const begun: { readonly name: string; readonly untilMs: number; readonly done: Promise<unknown> }[] = [];
  const cancels = incidents.map(({ atMs, forMs, incident: { given, value } }) =>
    clock.at(startMs + atMs, () => {
      const done = control.addIncident({ ...(given as object), name: value.name }).then(
        () => undefined,
        (error: unknown) => error,
      );
      begun.push({ name: value.name, untilMs: startMs + atMs + forMs, done });
    }),
  );
  return {
    async stop() {
      for (const cancel of cancels) cancel();
      const failures = await Promise.all(begun.map(({ done }) => done));
      for (const { name, untilMs } of begun) if (untilMs > clock.now()) await control.removeIncident(name);
      const failure = failures.find((one) => one !== undefined);
      if (failure !== undefined) throw failure;
    },
  };
};
