// Readings of what stands behind a question mark, where everything is text.
import { reading } from '../../core/fields.ts';

export const wholeText = (min: number, max: number) =>
  reading((given) => {
    const value = Number(given);
    return /^[0-9]{1,16}$/.test(String(given)) && value >= min && value <= max ? value : undefined;
  }, `must be a whole number from ${min} to ${max}`);

const QUERY_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const queryIdText = reading(
  (given) => (typeof given === 'string' && QUERY_ID.test(given) ? given : undefined),
  'must be the queryId of an application',
);
