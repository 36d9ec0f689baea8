// The table of all defects as Markdown: what is wrong, which rules that breaks, and what caught it where.
import type { Defect } from './defect.ts';
import type { Finding, Found } from './hunt.ts';

type Fired = Finding['fired'][number];

export interface DefectRow {
  readonly defect: Defect;
  readonly found: Found;
}

const INTRODUCTION = `# Defects that the scenarios find

Written by \`scenarios/defects/defects.test.ts\`, which puts each of these into the engine or the simulated banks, plays
the library of scenarios until it is caught, then seeds of the exploration alone, and fails where that changes.

\`I1\` to \`I12\` are the invariants of the oracle. An expectation is what a scenario says must come; the exploration
has none. In bold is what has to catch the defect, beside it what else fired in that scenario.
`;

export const defectTable = (rows: readonly DefectRow[]): string =>
  [
    INTRODUCTION,
    '| defect | what is wrong | breaks | caught by | in `scenarios/library` | in exploration |',
    '|---|---|---|---|---|---|',
    ...rows.map(rowOf),
    '',
  ].join('\n');

const rowOf = ({ defect, found: { library, exploration } }: DefectRow): string => {
  const { name, what, rules, caughtBy } = defect;
  const others = (library?.fired ?? []).filter((catcher) => catcher !== caughtBy);
  const caught = [`**${wordsOf(caughtBy)}**`, ...others.map(wordsOf)].join(', ');
  const file = library?.where.replace(/\.yaml$/, '') ?? '';
  return `| \`${name}\` | ${what} | ${rules.join(' ')} | ${caught} | ${file} | ${exploration?.where ?? ''} |`;
};

const WORDS: Readonly<Record<string, string>> = { expectation: 'an expectation', crash: 'a failure of the engine' };

const wordsOf = (catcher: Fired): string => WORDS[catcher] ?? catcher;
