// A table of any length of which only the rows in sight are drawn. What somebody reads stays where it is when rows are
// added above it; at the top the newest come in.
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import './long-list.css';

/** Drawn beyond what is in sight, so that a quick scroll shows no gap. */
const SPARE_ROWS = 6;
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
  /** One cell for each column. */
  readonly cellsOf: (row: Row) => readonly ComponentChildren[];
  /** Told when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Told which rows are in sight. */
  readonly onSight?: (rows: readonly Row[]) => void;
  /** Shown in place of rows where there are none. */
  readonly nothing: string;
}

export const LongList = <Row,>(props: LongListProps<Row>): JSX.Element => {
  const { label, columns, name, rows, keyOf, rowHeightPx, cellsOf, nothing } = props;
  const box = useRef<HTMLElement>(null);
  const [topPx, setTopPx] = useState(0);
  const heightPx = useHeight(box);
  const first = Math.max(0, Math.min(rows.length - 1, Math.floor(topPx / rowHeightPx)));
  const from = Math.max(0, first - SPARE_ROWS);
  const until = Math.min(rows.length, first + Math.ceil(heightPx / rowHeightPx) + SPARE_ROWS);
  const shown = rows.slice(from, until);
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
      onScroll={({ currentTarget }) => setTopPx(currentTarget.scrollTop)}
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
          {shown.map((row, at) => (
            <tr
              key={keyOf(row)}
              class={(from + at) % 2 === 0 ? 'long-row' : 'long-row odd'}
              aria-rowindex={from + at + 2}
              style={{ height: `${rowHeightPx}px` }}
            >
              {cellsOf(row).map((cell, column) => (
                <td key={columns[column]}>{cell}</td>
              ))}
            </tr>
          ))}
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
