// Pact takes two interactions with the same description and states for one and keeps the later, without a word: what is
// lost that way nobody misses. So a table with two such is refused.
import type { ProviderState } from './interaction.ts';

interface Identified {
  readonly description: string;
  readonly states: readonly ProviderState[];
}

/** @throws naming every description that occurs twice under the same states */
export const refuseDuplicates = (interactions: readonly Identified[]): void => {
  const seen = new Set<string>();
  const twice = interactions.filter(({ description, states }) => {
    const key = JSON.stringify([description, states.map(({ name }) => name)]);
    const isKnown = seen.has(key);
    seen.add(key);
    return isKnown;
  });
  if (twice.length === 0) return;
  const names = twice.map(({ description }) => `"${description}"`).join(', ');
  throw new Error(`two interactions with the same states are called ${names}: Pact would drop one, so rename one`);
};
