// A table for a terminal: columns as wide as their widest, numbers to the right.

export interface Column {
  readonly head: string;
  readonly isNumber: boolean;
}

/** The lines, the head first. A row has a cell for each column. */
export const textTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] => {
  const all = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) =>
    columns
      .map(({ isNumber }, at) => {
        const [cell, width] = [row[at] ?? '', widths[at] ?? 0];
        return isNumber ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
};

export const words = (head: string): Column => ({ head, isNumber: false });
export const number = (head: string): Column => ({ head, isNumber: true });
