// What the operating system says a process has used. The same for every server, whatever it is written in.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessFigures {
  /** Processor time up to now, user and system together. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** Linux counts processor time for programs in hundredths of a second, on every machine. */
const TICK_MS = 10;
/** From the state of the process, the first field behind its name: user and system time (proc_pid_stat). */
const [USER_AT, SYSTEM_AT] = [11, 12];

/** Undefined where this system does not tell, or there is no such process any more. */
export const processFigures = (pid: number): ProcessFigures | undefined => {
  try {
    return process.platform === 'linux' ? linuxFigures(pid) : posixFigures(pid);
  } catch {
    // No such process, or no ps on this system: there is no figure, and the table says so.
    return undefined;
  }
};

const linuxFigures = (pid: number): ProcessFigures | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Its name is in brackets, and may have blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const residentKb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const cpuMs = (Number(fields[USER_AT]) + Number(fields[SYSTEM_AT])) * TICK_MS;
  return residentKb === undefined ? undefined : { cpuMs, residentBytes: Number(residentKb) * 1024 };
};

/** By `ps`: kilobytes, and `[[days-]hours:]minutes:seconds` with a fraction on macOS and BSD. */
const posixFigures = (pid: number): ProcessFigures | undefined => {
  const told = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const [residentKb = '', time = ''] = told.split(/\s+/);
  const seconds = time
    .split(/[-:]/)
    .toReversed()
    .reduce((sum, part, at) => sum + Number(part) * ([1, 60, 3600, 86_400][at] ?? 0), 0);
  return { cpuMs: seconds * 1000, residentBytes: Number(residentKb) * 1024 };
};
