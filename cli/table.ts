// Tables in a terminal that line up with Chinese text, where a character takes two columns.
import stringWidth from 'string-width';

export type Align = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Align;
}

/** A table with a head, a rule below it, and columns two spaces apart. */
export const formatTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const head = columns.map(({ title }) => title);
  const widths = columns.map((_, at) => Math.max(...[head, ...rows].map((row) => stringWidth(row[at] ?? ''))));
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, at) => pad(row[at] ?? '', widths[at] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};

const pad = (text: string, width: number, align: Align = 'left'): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + space : space + text;
};
