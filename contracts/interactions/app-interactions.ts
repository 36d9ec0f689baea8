// The table: every interaction between the app and the engine.
import { applicationInteractions } from './app-application-interactions.ts';
import { identityInteractions } from './app-identity-interactions.ts';
import type { AppInteraction } from './app-interaction.ts';
import { queryInteractions } from './app-query-interactions.ts';
import { refuseDuplicates } from './unique-interactions.ts';

/** @throws where two of them would be one to Pact */
export const appInteractions = (): readonly AppInteraction[] => {
  const interactions = [...identityInteractions, ...applicationInteractions, ...queryInteractions];
  refuseDuplicates(interactions);
  return interactions;
};
