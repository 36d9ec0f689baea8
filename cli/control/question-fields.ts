// Readings of what stands behind a question mark, where everything is text.
import { reading } from '../../core/fields.ts';

export const wholeText = (min: number, max: number) =>
  reading((given) => {
    const value = Number(given);
    return /^[0-9]{1,16}$/.test(String(given)) && value >= min && value <= max ? value : undefined;
  }, `must be a whole number from ${min} to ${max}`);
