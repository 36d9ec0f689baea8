// Which checks were asked for with --only: by group, by name, by a pattern with stars. Pure.
import { EVERY_ANSWER_GROUP } from './every-answer.ts';

/** Whether this check is meant; everything is where nothing was chosen. */
export const isChosen = (name: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((pattern) => patternOf(pattern).test(name));

/** The patterns that mean no check at all. */
export const unknownPatterns = (only: readonly string[], names: readonly string[]): readonly string[] =>
  only.filter((pattern) => !names.some((name) => isChosen(name, [pattern])));

/** What is known of every answer is known from the requests of the checks: alone it needs all of them. */
export const isRun = (name: string, only: readonly string[] | undefined): boolean =>
  isChosen(name, only) || only?.every((pattern) => pattern.startsWith(EVERY_ANSWER_GROUP)) === true;

/** A group is the pattern of all that is in it. */
const patternOf = (pattern: string): RegExp => {
  const whole = /[/*]/.test(pattern) ? pattern : `${pattern}/*`;
  return new RegExp(
    `^${whole
      .split('*')
      .map((part) => part.replaceAll(/[^\w/-]/g, '\\$&'))
      .join('.*')}$`,
  );
};
