// Progress of a query, bank by bank, in place on the terminal of stderr. Anywhere else there is none.
import type { Screen } from './command-context.ts';

export interface Progress {
  /** The words of the acceptance. */
  accepted(title: string, message: string): void;
  /** A step as the network tells it (engine/doors/query-events.ts). */
  event(name: string, data: Readonly<Record<string, unknown>>): void;
}

/** Shows nothing. */
export const NO_PROGRESS: Progress = { accepted: () => undefined, event: () => undefined };

interface BankState {
  readonly disposition: string;
  /** Calls that have ended. */
  readonly calls: number;
}

/** A mark, a code of at most eight characters, and how often it was called. */
const CELL_COLUMNS = 14;

/** Progress on this screen: a block of banks that is drawn over until the query ends. */
export const screenProgress = ({ columns, paint, write }: Screen): Progress => {
  const banks = new Map<string, BankState>();
  const perLine = Math.max(1, Math.floor((columns - 1) / CELL_COLUMNS));
  let drawnLines = 0;

  const cell = (bank: string, { disposition, calls }: BankState): string => {
    const again = calls > 1 ? ` ×${calls}` : '';
    const text = (mark: string) => `${mark} ${bank}${again}`.padEnd(CELL_COLUMNS);
    if (disposition === 'PENDING') return calls === 0 ? paint.dim(text('·')) : paint.yellow(text('…'));
    return disposition === 'DELIVERED' ? paint.green(text('✓')) : paint.red(text('✗'));
  };

  const draw = (): void => {
    const cells = [...banks].map(([bank, state]) => cell(bank, state));
    const lines: string[] = [];
    for (let at = 0; at < cells.length; at += perLine) lines.push(cells.slice(at, at + perLine).join(''));
    // Up to the first line of the block, then each line over the old one, cleared to its end.
    const up = drawnLines === 0 ? '' : `\x1b[${drawnLines}A`;
    write(up + lines.map((line) => `\r${line}\x1b[K\n`).join(''));
    drawnLines = lines.length;
  };

  const change = (bank: unknown, next: (state: BankState) => BankState): void => {
    if (typeof bank === 'string') banks.set(bank, next(banks.get(bank) ?? { disposition: 'PENDING', calls: 0 }));
  };

  return {
    accepted: (title, message) => write(`${paint.bold(title)}\n${message}\n`),
    event(name, data) {
      if (name === 'call') change(data.bank, ({ disposition, calls }) => ({ disposition, calls: calls + 1 }));
      else if (name === 'bank') change(data.bank, (state) => ({ ...state, disposition: String(data.disposition) }));
      else if (name === 'state' && Array.isArray(data.banks)) {
        for (const { bank, disposition } of data.banks) change(bank, (state) => ({ ...state, disposition }));
      } else return;
      draw();
    },
  };
};
