// One `banknet load peers`: has the servers compared, tells of it while it goes on and after, writes the reports.
import { homedir } from 'node:os';
import { LoadProblem } from '../load/load-problem.ts';
import { comparePeers } from '../load/peers/comparison-run.ts';
import type { ContestantName } from '../load/peers/contestant.ts';
import { CONTESTANTS } from '../load/peers/contestants.ts';
import { peersFolder } from '../load/peers/installation.ts';
import { peersHtml } from '../load/peers/peers-html.ts';
import { peersJunit } from '../load/peers/peers-junit.ts';
import type { PeersResult } from '../load/peers/peers-result.ts';
import { peersText } from '../load/peers/peers-text.ts';
import { isRightItself, outcomeSentence } from '../load/peers/peers-words.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { prepareReportFolder, writeReportFiles } from './report-files.ts';

export interface LoadPeersArguments {
  readonly only?: readonly ContestantName[];
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  /** Seconds, at most. */
  readonly warmUp: number;
  readonly folder?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly quiet?: boolean;
}

/** A rate that the slowest of them keeps on a machine with little to do. */
const STEADY_PER_SECOND = 500;
/** @throws {CliProblem} where our own server does not serve, or does not answer rightly */
export const runLoadPeers = async (args: LoadPeersArguments, context: CommandContext): Promise<void> => {
  if (args.report !== undefined) prepareReportFolder(args.report);
  const result = await compare(args, context);
  await tell(result, args, context);
  if (context.signal.aborted || isRightItself(result)) return;
  throw new CliProblem(EXIT.checkFailed, `banknet load peers: ${outcomeSentence(result)}`);
};

const compare = async (args: LoadPeersArguments, context: CommandContext): Promise<PeersResult> => {
  const { signal, note, nowMs, screen } = context;
  const { only, seconds, rounds, connections, warmUp, folder, quiet } = args;
  const draw = (words: string): void => {
    if (quiet !== true) screen?.write(`\r\x1b[K${words}`);
  };
  try {
    return await comparePeers({
      // Ours is what the others are compared with.
      contestants: CONTESTANTS.filter(({ name }) => name === 'banknet' || (only?.includes(name) ?? true)),
      settings: { seconds, rounds, connections, perSecond: STEADY_PER_SECOND, warmUpSeconds: warmUp },
      folder: folder ?? peersFolder(process.env, homedir()),
      env: process.env,
      nowMs,
      signal,
      onNote: (line) => {
        draw('');
        // What is fetched onto the machine is said in any case.
        note(`${line}\n`);
      },
      onProgress: draw,
    });
  } catch (error) {
    if (!(error instanceof LoadProblem)) throw error;
    throw new CliProblem(EXIT.environment, ...error.lines.map((line) => `banknet load peers: ${line}`));
  } finally {
    draw('');
  }
};

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const tell = async (
  result: PeersResult,
  { json, report, quiet }: LoadPeersArguments,
  { print, paint }: CommandContext,
): Promise<void> => {
  const text = `${JSON.stringify(result, undefined, 1)}\n`;
  await print(json === true ? text : peersText(result, paint, quiet));
  if (report === undefined) return;
  writeReportFiles(report, {
    'report.json': text,
    'junit.xml': peersJunit(result),
    'report.html': peersHtml(result),
  });
  if (json !== true && quiet !== true) await print(`Report: ${report}/report.html\n`);
};
