// The page docs/rules.md: every rule, the sentence of the source that it comes from, and the scenarios that show it.
import { RULES, type Rule } from '../story/rules.ts';
import type { RuleId } from '../story/scenario.ts';

/** A scenario of the library, as far as this page tells of it. */
export interface LibraryStory {
  /** In `scenarios/library`. */
  readonly file: string;
  readonly name: string;
  readonly rules: readonly RuleId[];
}

const INTRODUCTION = `# Rules

Made of \`scenarios/rules.ts\` and \`scenarios/library\` by \`scenarios/library.test.ts\`; \`npm run test:update\`
writes it anew. "Source" is the public announcement of the service; where it is silent the rule is of this project's
making. A scenario stands under a rule where breaking the rule breaks the scenario, and each is played by

    npm run banknet -- scenario run scenarios/library`;

const storyLine = ({ file, name }: LibraryStory): string => `- [${name}](../scenarios/library/${file})`;

const section = ({ id, title, sentence, source }: Rule, stories: readonly LibraryStory[]): string =>
  [
    `## ${id} ${title}`,
    sentence,
    '',
    source === undefined ? 'The source is silent.' : `Source, ${source.section}: ${source.text}`,
    '',
    ...stories.filter(({ rules }) => rules.includes(id)).map(storyLine),
  ].join('\n');

/** The whole page; stories in the order in which they are to stand. */
export const rulesPage = (stories: readonly LibraryStory[]): string =>
  `${[INTRODUCTION, ...RULES.map((rule) => section(rule, stories))].join('\n\n')}\n`;
