// A table of any length of which only the rows in sight are drawn. What somebody reads stays where it is when rows are
// added above it; at the top the newest come in.
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import './long-list.css';

/** Drawn beyond what is in sight, so that a quick scroll shows no gap. */
const SPARE_ROWS = 6;
/** Rows that are kept as they were drawn: more than any window shows, and what one scrolls back over. */
const MAX_DRAWN = 400;
/** Before the first measure. */
const ASSUMED_HEIGHT_PX = 600;

export interface LongListProps<Row> {
  readonly label: string;
  /** Of a column without a heading: the words for those who do not see it. */
  readonly columns: readonly string[];
  /** Sets the widths of columns: `grid-template-columns` of `.long-list.NAME .long-row`. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => number;
  readonly rowHeightPx: number;
  /** One cell for each column. Another function draws all rows anew. */
  readonly cellsOf: (row: Row) => readonly ComponentChildren[];
  /** Told when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Told which rows are in sight. */
  readonly onSight?: (rows: readonly Row[]) => void;
  /** Shown in place of rows where there are none. */
  readonly nothing: string;
}

export const LongList = <Row,>(props: LongListProps<Row>): JSX.Element => {
  const { label, columns, name, rows, rowHeightPx, nothing } = props;
  const box = useRef<HTMLElement>(null);
  const [topRow, setTopRow] = useState(0);
  const heightPx = useHeight(box);
  const first = Math.max(0, Math.min(rows.length - 1, topRow));
  const from = Math.max(0, first - SPARE_ROWS);
  const until = Math.min(rows.length, first + Math.ceil(heightPx / rowHeightPx) + SPARE_ROWS);
  const shown = rows.slice(from, until);
  const rowOf = useDrawnRows(props);
  useHeldPlace(box, props, first);
  useLayoutEffect(() => {
    props.onSight?.(shown);
    if (until === rows.length && rows.length > 0) props.onEnd?.();
  }, [rows, from, until]);

  return (
    <section
      class={`long-list ${name}`}
      ref={box}
      tabIndex={0}
      aria-label={label}
      onScroll={({ currentTarget }) => setTopRow(Math.floor(currentTarget.scrollTop / rowHeightPx))}
    >
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr class="long-row" aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space heightPx={from * rowHeightPx} />
          {shown.map((row, at) => rowOf(row, from + at))}
          <Space heightPx={(rows.length - until) * rowHeightPx} />
        </tbody>
      </table>
      {rows.length === 0 && <p class="nothing">{nothing}</p>}
    </section>
  );
};

/** In place of the rows that are not drawn. */
const Space = ({ heightPx }: { readonly heightPx: number }): JSX.Element => (
  <tr class="long-space" style={{ height: `${heightPx}px` }} />
);

/** Draws a row; one that stays in its place while others are scrolled in is not drawn again. */
const useDrawnRows = <Row,>(props: LongListProps<Row>): ((row: Row, at: number) => JSX.Element) => {
  const { columns, keyOf, rowHeightPx, cellsOf } = props;
  const drawn = useMemo(
    () => new Map<number, { readonly row: Row; readonly at: number; readonly tr: JSX.Element }>(),
    [cellsOf, rowHeightPx],
  );
  return (row, at) => {
    const key = keyOf(row);
    const known = drawn.get(key);
    if (known?.row === row && known.at === at) return known.tr;
    const tr = (
      <tr
        key={key}
        class={at % 2 === 0 ? 'long-row' : 'long-row odd'}
        aria-rowindex={at + 2}
        style={{ height: `${rowHeightPx}px` }}
      >
        {cellsOf(row).map((cell, column) => (
          <td key={columns[column]}>{cell}</td>
        ))}
      </tr>
    );
    if (drawn.size >= MAX_DRAWN) drawn.clear();
    drawn.set(key, { row, at, tr });
    return tr;
  };
};

const useHeight = (box: RefObject<HTMLElement | null>): number => {
  const [heightPx, setHeightPx] = useState(ASSUMED_HEIGHT_PX);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setHeightPx(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return heightPx;
};

/** When rows come in above the first one in sight, scrolls by as much; not at the top, where the newest are wanted. */
const useHeldPlace = <Row,>(
  box: RefObject<HTMLElement | null>,
  { rows, keyOf, rowHeightPx }: Pick<LongListProps<Row>, 'rows' | 'keyOf' | 'rowHeightPx'>,
  first: number,
): void => {
  const held = useRef<{ readonly key: number; readonly at: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const element = box.current;
    const { key, at } = held.current ?? {};
    if (element !== null && key !== undefined && at !== undefined && element.scrollTop >= 1) {
      const now = rows[at] !== undefined && keyOf(rows[at]) === key ? at : rows.findIndex((row) => keyOf(row) === key);
      if (now !== -1 && now !== at) element.scrollTop += (now - at) * rowHeightPx;
    }
  }, [rows]);
  useLayoutEffect(() => {
    const row = rows[first];
    held.current = row === undefined ? undefined : { key: keyOf(row), at: first };
  });
};
