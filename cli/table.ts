// Tables in a terminal that line up with Chinese text, where a character takes two columns.
import stringWidth from 'string-width';
import { type Painter, PLAIN } from './painter.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives way where the table is wider than the terminal. */
  readonly shrinks?: boolean;
  /** Colours a cell that has been padded. */
  readonly paint?: (cell: string) => string;
}

export interface TableOptions {
  /** The widest that the table may be; undefined: as wide as it is. */
  readonly columns?: number | undefined;
  readonly paint?: Painter;
}

/** A cell may have several lines. */
export type Row = readonly string[];

/** Nothing is shrunk below this: one Chinese character and the sign that something is missing. */
const MIN_WIDTH = 3;

/** What stands between two columns. */
const GAP = '  ';

/** A table with a head and a rule below it. A cell's lines stand below each other. */
export const formatTable = (
  columns: readonly Column[],
  rows: readonly Row[],
  { columns: limit, paint = PLAIN }: TableOptions = {},
): string => {
  const head = columns.map(({ title }) => title);
  const natural = columns.map((_, at) => Math.max(...[head, ...rows].flatMap((row) => widthsOf(row[at]))));
  const widths = limit === undefined ? natural : narrow(columns, natural, limit);
  const heads = columns.map((column) => ({ ...column, paint: paint.bold }));
  return [
    ...formatRow(heads, widths, head),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...rows.flatMap((row) => formatRow(columns, widths, row)),
  ].join('\n');
};

const widthsOf = (cell = ''): readonly number[] => cell.split('\n').map((line) => stringWidth(line));

/** The widths with the shrinking columns narrowed, the widest first, as far as they go. */
const narrow = (columns: readonly Column[], natural: readonly number[], limit: number): readonly number[] => {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - limit;
  while (excess > 0) {
    const open = widths.map((width, at) => (columns[at]?.shrinks === true && width > MIN_WIDTH ? width : 0));
    const widest = Math.max(...open);
    if (widest === 0) break;
    widths[open.indexOf(widest)] = widest - 1;
    excess--;
  }
  return widths;
};

const formatRow = (columns: readonly Column[], widths: readonly number[], row: Row): readonly string[] => {
  const cells = widths.map((_, at) => (row[at] ?? '').split('\n'));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = cells.map((lines, at) => truncate(lines[line] ?? '', widths[at] ?? 0));
    const last = texts.findLastIndex((text) => text !== '');
    // Nothing is padded after the last text of a line.
    return texts
      .slice(0, last + 1)
      .map((text, at) => paintedCell(columns[at], text, at === last, widths[at] ?? 0))
      .join(GAP);
  });
};

const paintedCell = (column: Column | undefined, text: string, isLast: boolean, width: number): string => {
  const { align = 'left', paint = same } = column ?? {};
  return paint(isLast && align === 'left' ? text : pad(text, width, align));
};

const same = (text: string): string => text;

const pad = (text: string, width: number, align: Column['align'] = 'left'): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + space : space + text;
};

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** The text cut to this many columns, with `…` where something is missing. */
export const truncate = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
};
