// What a plan may have in it. Every run leaves some of it out at random (swarm testing): a run that has everything
// hides what only a run without something shows, as when every query is throttled and none is ever late.
import type { Choices } from './choices.ts';

/** Each with the share of the seeds that have it. */
const SHARES = {
  /** How issuers answer. */
  latencies: 0.5,
  modes: 0.5,
  capacities: 0.25,
  rateLimits: 0.25,
  /** What goes wrong with them: from the start, over several, in the middle of the story. */
  faults: 0.6,
  incidents: 0.3,
  faultSteps: 0.3,
  partHeals: 0.2,
  /** A bank that calls back and something wrong with that, while another one keeps the query running. */
  callbackMishaps: 0.12,
  /** The engine. */
  settings: 0.4,
  tightThrottle: 0.3,
  throttleSteps: 0.2,
  crashes: 0.35,
  /** Who asks, and when the story begins. */
  personas: 0.5,
  ownCards: 0.3,
  crowds: 0.3,
  /** Hundreds of people, all at every bank: see the README for how many stories are large. */
  bigCrowds: 0.03,
  moreQueries: 0.4,
  oddStarts: 0.3,
  personChanges: 0.2,
  /** What they do. */
  doubleClicks: 0.3,
  idempotencyKeys: 0.3,
  badVerifications: 0.3,
  badBanks: 0.1,
  codes: 0.2,
  signIns: 0.15,
  wrongPasswords: 0.25,
  strangers: 0.2,
  looks: 0.6,
  secondApplications: 0.5,
  expiries: 0.4,
} as const;

export type Feature = keyof typeof SHARES;

export const FEATURES: readonly Feature[] = Object.keys(SHARES).filter((name): name is Feature => name in SHARES);

export const chooseFeatures = (choices: Choices): ReadonlySet<Feature> =>
  new Set(FEATURES.filter((name) => choices.chance(name, SHARES[name])));
