// Prints benchmark rows so that they line up: what was measured, beside what, and the ratio with its bound.

export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly beside: string;
  readonly ratio: string;
  /** The bound of the design, and whether this run kept it. */
  readonly bound: string;
}

const HEAD: BenchRow = { what: 'what', ours: 'banknet', beside: 'beside', ratio: 'ratio', bound: 'bound' };

export const formatRows = (rows: readonly BenchRow[]): string => {
  const columns = ['what', 'ours', 'beside', 'ratio', 'bound'] as const;
  const widths = columns.map((name) => Math.max(...[HEAD, ...rows].map((row) => row[name].length)));
  const line = (row: BenchRow) =>
    columns
      .map((name, at) => row[name].padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(HEAD), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en-US')}/s`;

/** The middle of an odd number of runs. */
export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
