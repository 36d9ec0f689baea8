// The table of all defects as Markdown: what is wrong, which rules that breaks, and what caught it where.
import type { Defect } from './defect.ts';
import type { Finding } from './hunt.ts';

type Fired = Finding['fired'][number];

export interface DefectRow {
  readonly defect: Defect;
  /** Undefined where it was not found. */
  readonly finding: Finding | undefined;
}

const INTRODUCTION = `# Defects that the scenarios find

Written by \`scenarios/defects/defects.test.ts\`, which puts each of these into the engine or the simulated banks, plays
the library of scenarios and then seeds of the exploration until it is caught, and fails where that changes.
\`I1\` to \`I12\` are the invariants of the oracle; an expectation is what a scenario says must come. In bold is what has
to catch the defect, beside it what else fired there. A scenario is a file in \`scenarios/library\`.
`;

export const defectTable = (rows: readonly DefectRow[]): string =>
  [
    INTRODUCTION,
    '| defect | what is wrong | breaks | caught by | in |',
    '|---|---|---|---|---|',
    ...rows.map(rowOf),
    '',
  ].join('\n');

const rowOf = ({ defect, finding }: DefectRow): string => {
  const { name, what, rules, caughtBy } = defect;
  const where = finding === undefined ? '**not found**' : finding.where.replace(/\.yaml$/, '');
  const others = (finding?.fired ?? []).filter((catcher) => catcher !== caughtBy);
  const caught = [`**${wordsOf(caughtBy)}**`, ...others.map(wordsOf)].join(', ');
  return `| \`${name}\` | ${what} | ${rules.join(' ')} | ${caught} | ${where} |`;
};

const WORDS: Readonly<Record<string, string>> = { expectation: 'an expectation', crash: 'a failure of the engine' };

const wordsOf = (catcher: Fired): string => WORDS[catcher] ?? catcher;
