// Progress of a query, bank by bank, on stderr and only on a terminal: one line that is written over.
import { styleText } from 'node:util';

export interface Progress {
  accepted(title: string, message: string): void;
  event(name: string, data: Readonly<Record<string, unknown>>): void;
  done(): void;
}

/** Shows nothing. */
export const noProgress: Progress = { accepted: () => undefined, event: () => undefined, done: () => undefined };

/** Progress for this process: silent where stderr is no terminal, or `quiet`. */
export const createProgress = (quiet: boolean): Progress =>
  quiet || !process.stderr.isTTY ? noProgress : terminalProgress((text) => process.stderr.write(text));

/** The line of a terminal, over any way to write it. */
export const terminalProgress = (write: (text: string) => void): Progress => {
  const banks = new Map<string, string>();
  const paint = (): void => {
    const marks = [...banks].map(([bank, state]) => paintBank(bank, state));
    const done = [...banks.values()].filter((state) => state !== 'PENDING' && state !== 'RETRY').length;
    write(`\r\x1b[2K${done}/${banks.size} ${marks.join(' ')}`);
  };
  return {
    accepted: (title, message) => write(`${styleText('bold', title)} ${message}\n`),
    event(name, data) {
      if (name === 'state' && Array.isArray(data.banks)) {
        for (const { bank, disposition } of data.banks) banks.set(String(bank), String(disposition));
      } else if (name === 'bank') banks.set(String(data.bank), String(data.disposition));
      else if (name === 'call' && data.outcome !== 'delivered') banks.set(String(data.bank), 'RETRY');
      paint();
    },
    done: () => write('\n'),
  };
};

const paintBank = (bank: string, state: string): string => {
  if (state === 'PENDING') return styleText('dim', bank);
  if (state === 'RETRY') return styleText('yellow', `${bank}…`);
  return state === 'DELIVERED' ? styleText('green', bank) : styleText('red', `${bank}✗`);
};
