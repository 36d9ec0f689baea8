// A recorded latency from the text of a file: what HdrHistogram and wrk2 print (.hgrm), or lines of CSV. Pure; who has
// the file reads it.
import { fail, ok, type Result } from '../../core/result.ts';
import { LONGEST_LATENCY_MS } from './latency.ts';
import { MAX_RECORDED_VALUES, type Recorded, type RecordedValue } from './recorded-latency.ts';

/** A file with more is no histogram. */
export const MAX_RECORDED_BYTES = 1_048_576;
export const MAX_RECORDED_LINES = MAX_RECORDED_VALUES;
/** Whoever gave the wrong file sees that from a few lines. */
const MAX_MISTAKES = 5;

export interface LineMistake {
  /** From 1. */
  readonly line: number;
  /** What stands there and what would be right, to follow the place: `is not ...`. */
  readonly message: string;
}

/**
 * `text` is the percentile table of an HdrHistogram, in milliseconds: `Value Percentile TotalCount 1/(1-Percentile)`,
 * with anything before its head (wrk2 prints more) and to its end, a line of `#[`; else lines of `milliseconds,count`,
 * ascending, with or without a head.
 */
export const parseRecordedLatency = (text: string): Result<Recorded, readonly LineMistake[]> => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/, MAX_RECORDED_LINES + 1);
  if (lines.length > MAX_RECORDED_LINES) {
    return fail([{ line: lines.length, message: `is beyond the ${MAX_RECORDED_LINES} lines that are read` }]);
  }
  const head = lines.findIndex((line) => PERCENTILE_HEAD.test(line));
  return head === -1 ? readCsv(lines) : readPercentiles(lines, head + 1);
};

const PERCENTILE_HEAD = /^\s*"?Value"?[\s,]+"?Percentile"?[\s,]+"?TotalCount\b/i;
const NUMBER = '[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?';
/** HdrHistogram writes no last column, `inf` or `Infinity` at 100 %; its own CSV has commas between the columns. */
const PERCENTILE_LINE = new RegExp(`^\\s*(${NUMBER})[\\s,]+(?:${NUMBER})[\\s,]+([0-9]+)(?:[\\s,]+\\S+)?\\s*$`);
const CSV_LINE = new RegExp(`^\\s*(${NUMBER})\\s*,\\s*([0-9]+)\\s*$`);
const CSV_HEAD = /^\s*"?[a-z][^,]*,[^,]*$/i;

/** The counts of a percentile table are cumulative: what came since the line before is as long as this line says. */
const readPercentiles = (lines: readonly string[], from: number): Result<Recorded, readonly LineMistake[]> => {
  const reading = newReading();
  let total = 0;
  for (const [at, line] of lines.entries()) {
    if (at < from || line.trim() === '') continue;
    if (/^\s*(#|-{3,})/.test(line)) break;
    const [, atMs, totalCount] = PERCENTILE_LINE.exec(line)?.map(Number) ?? [];
    if (atMs === undefined || totalCount === undefined) {
      reading.refuse(at, `is not Value Percentile TotalCount 1/(1-Percentile): ${shown(line)}`);
    } else if (totalCount < total) {
      reading.refuse(at, `has a smaller TotalCount than the line before: ${totalCount} after ${total}`);
    } else {
      reading.add(at, atMs, totalCount - total);
      total = totalCount;
    }
  }
  return reading.end(from);
};

const readCsv = (lines: readonly string[]): Result<Recorded, readonly LineMistake[]> => {
  const reading = newReading();
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || (at === 0 && CSV_HEAD.test(line))) continue;
    const [, atMs, count] = CSV_LINE.exec(line)?.map(Number) ?? [];
    if (atMs === undefined || count === undefined) {
      reading.refuse(at, `is not milliseconds,count such as 12.5,300: ${shown(line)}`);
    } else reading.add(at, atMs, count);
  }
  return reading.end(0);
};

/** Collects values in ascending order, equal ones as one, and what is wrong with others. */
const newReading = () => {
  const values: RecordedValue[] = [];
  const mistakes: LineMistake[] = [];
  let total = 0;
  const refuse = (at: number, message: string): void => {
    if (mistakes.length < MAX_MISTAKES) mistakes.push({ line: at + 1, message });
  };
  return {
    refuse,
    add(at: number, atMs: number, count: number): void {
      const last = values.at(-1);
      total += count;
      if (atMs > LONGEST_LATENCY_MS) refuse(at, `is longer than a day: ${atMs} ms`);
      else if (last !== undefined && atMs < last.atMs) refuse(at, `is out of order: ${atMs} ms after ${last.atMs} ms`);
      else if (!Number.isSafeInteger(total)) refuse(at, 'counts more than can be counted exactly');
      else if (last?.atMs === atMs) values.splice(-1, 1, { atMs, count: last.count + count });
      else if (count > 0) values.push({ atMs, count });
    },
    end(at: number): Result<Recorded, readonly LineMistake[]> {
      if (values.length === 0) refuse(at, 'is where recorded values should begin, and there are none');
      return mistakes.length > 0 ? fail(mistakes) : ok(values);
    },
  };
};

const MAX_SHOWN_CHARACTERS = 40;

/** As JSON: a foreign file may hold what a terminal obeys. */
const shown = (line: string): string =>
  `${JSON.stringify(line.slice(0, MAX_SHOWN_CHARACTERS))}${line.length > MAX_SHOWN_CHARACTERS ? '…' : ''}`;
