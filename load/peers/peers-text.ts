// A comparison on a terminal: the table, what each server does meanwhile, what to be careful with, and the outcome
// last, where the eye is.
import { oneLine } from '../../report/visible-text.ts';
import type { Paint } from '../load-report-text.ts';
import { countWords, environmentWords } from '../load-words.ts';
import { number, textTable, words } from '../text-table.ts';
import { errorsOf, measuredOf, PEER_FIGURES } from './peers-figures.ts';
import type { PeersResult } from './peers-result.ts';
import { cautionsIn, methodLines, outcomeSentence, timesWords, titleOf } from './peers-words.ts';

/** The whole report, its last line ended. `isQuiet`: the table, what to be careful with, and the outcome. */
export const peersText = (result: PeersResult, paint: Paint, isQuiet = false): string => {
  const [head = '', ...rows] = peersTable(result);
  const details = [
    '',
    ...result.servers.flatMap((server) =>
      server.rounds.length === 0 ? [] : [paint.bold(titleOf(server)), ...wrapped(`  ${server.meanwhile}`, 2)],
    ),
    '',
    ...methodLines(result).flatMap((line) => wrapped(line, 2)),
    ...environmentWords(result).map((line) => paint.dim(oneLine(line))),
  ];
  const lines = [
    paint.bold(head),
    ...rows,
    ...(isQuiet ? [] : details),
    '',
    ...cautionsIn(result).flatMap((line) => wrapped(oneLine(`! ${line}`), 2).map(paint.yellow)),
    ...wrapped(outcomeSentence(result), 0),
  ];
  return `${lines.join('\n')}\n`;
};

/** So wide as the table is. */
const COLUMNS = 110;

/** A text in lines of at most {@link COLUMNS}, those after the first indented; a word that is longer has its own. */
const wrapped = (text: string, indent: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

const peersTable = ({ servers }: PeersResult): readonly string[] => {
  const [ours] = servers;
  const columns = [
    words('server'),
    ...PEER_FIGURES.flatMap(({ name }) => [number(name), number('×')]),
    number('not right'),
  ];
  const rows = servers.map((server) => [
    server.title,
    ...PEER_FIGURES.flatMap((figure) => {
      const { value, ratio } = measuredOf(server, ours, figure);
      return [value === undefined ? '–' : figure.words(value), timesWords(ratio)];
    }),
    server.rounds.length === 0 ? '–' : countWords(errorsOf(server).errors),
  ]);
  return textTable(columns, rows);
};
