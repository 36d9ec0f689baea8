// The table: every interaction between the engine and one issuer. How to add one: ../README.md.
import type { IssuerCode } from '../../core/banks.ts';
import { callbackInteractions } from './callback-interactions.ts';
import { customerInteractions } from './customer-interactions.ts';
import { formInteractions } from './form-interactions.ts';
import type { IssuerInteraction } from './interaction.ts';
import { laterInteractions } from './later-interactions.ts';
import { progressInteractions } from './progress-interactions.ts';
import { refuseDuplicates } from './unique-interactions.ts';

/** @throws where two of them would be one to Pact */
export const issuerInteractions = (issuer: IssuerCode): readonly IssuerInteraction[] => {
  const interactions = [
    ...customerInteractions(issuer),
    ...laterInteractions(issuer),
    ...progressInteractions(issuer),
    ...formInteractions(issuer),
    ...callbackInteractions(issuer),
  ];
  refuseDuplicates(interactions);
  return interactions;
};
