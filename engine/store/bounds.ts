// How much of each kind a store keeps for one user, so that no table grows for ever. Shared by all stores: the suite
// holds every store to the same numbers. The newest stay.

/** Devices signed in at the same time; one more signs the earliest-ending one out. */
export const SESSIONS_PER_USER = 20;
/** Logins that are counted (R6): five a day over the six months. */
export const LOGINS_PER_USER = 1000;
/** A verification lives for minutes and a code may be sent once a minute: so many are never valid at once (R7). */
export const VERIFICATIONS_PER_USER = 50;
/** Short messages on the simulated phone. */
export const MESSAGES_PER_USER = 1000;
