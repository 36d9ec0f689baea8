// The payment password when viewing (R24): five wrong tries lock for thirty minutes. Pure; hashing is a port.
import type { EngineSettings } from './settings.ts';

export interface PasswordState {
  readonly wrongTries: number;
  readonly lockedUntilMs: number | undefined;
}

export const FRESH_PASSWORD_STATE: PasswordState = { wrongTries: 0, lockedUntilMs: undefined };

export type PasswordVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly untilMs: number };

/** Slow hashing of passwords (R24), and a comparison in constant time. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  matches(password: string, hash: string): Promise<boolean>;
}

/** Until when viewing is locked at this instant, if it is. */
export const lockedUntil = (state: PasswordState, nowMs: number): number | undefined =>
  state.lockedUntilMs !== undefined && nowMs < state.lockedUntilMs ? state.lockedUntilMs : undefined;

/** Counts one try. While locked even the right password is no help, and does not lengthen the lock. */
export const countTry = (
  state: PasswordState,
  matches: boolean,
  nowMs: number,
  { wrongTries: limit, lockMs }: EngineSettings['password'],
): { state: PasswordState; verdict: PasswordVerdict } => {
  const untilMs = lockedUntil(state, nowMs);
  if (untilMs !== undefined) return { state, verdict: { kind: 'locked', untilMs } };
  if (matches) return { state: FRESH_PASSWORD_STATE, verdict: { kind: 'right' } };
  const wrongTries = (state.lockedUntilMs === undefined ? state.wrongTries : 0) + 1;
  if (wrongTries < limit) {
    return {
      state: { wrongTries, lockedUntilMs: undefined },
      verdict: { kind: 'wrong', triesLeft: limit - wrongTries },
    };
  }
  const lockedUntilMs = nowMs + lockMs;
  return { state: { wrongTries, lockedUntilMs }, verdict: { kind: 'locked', untilMs: lockedUntilMs } };
};
