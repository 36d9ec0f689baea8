// A named defect: what is wrong, which rules it breaks, who has to find it, and the text of the product that makes it.
// The product itself has no switches: a defect is put into its source while that is loaded (load-defect.ts).
import type { RuleId } from '../story/scenario.ts';

/** A place in the source, in words that stand there exactly once, and what stands there instead. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** An invariant of the rules, or `expectation`: what a scenario of the library says must come. */
export type Catcher = `I${number}` | 'expectation';

export interface Defect {
  /** kebab-case. */
  readonly name: string;
  /** What is wrong, in one line. */
  readonly what: string;
  /** The rules that it breaks, the one it breaks most plainly first. */
  readonly rules: readonly [RuleId, ...RuleId[]];
  readonly caughtBy: Catcher;
  readonly patches: readonly [Patch, ...Patch[]];
}

/**
 * This file's source with the defect in it.
 * @throws Error where a text to be found is not there exactly once: the product has moved on from the table.
 */
export const patchedSource = ({ name, patches }: Defect, file: string, source: string): string =>
  patches
    .filter((patch) => patch.file === file)
    .reduce((text, { find, replace }) => {
      const times = text.split(find).length - 1;
      if (times !== 1) {
        const got = times === 0 ? 'is not there' : `is there ${times} times`;
        throw new Error(
          `defect ${name} cannot be switched on: in ${file} the text ${JSON.stringify(find)} ${got}; ` +
            'it must be there exactly once: mend its patch in scenarios/defects',
        );
      }
      return text.replace(find, () => replace);
    }, source);

/** The files that a defect changes, each once. */
export const filesOf = ({ patches }: Defect): readonly string[] => [...new Set(patches.map(({ file }) => file))];
