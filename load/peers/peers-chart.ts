// Servers side by side: a bar each for right answers a second, and one for the processor time of an answer.
import type { Markup } from '../../report/markup.ts';
import { line, picture, rect, text } from '../../report/svg.ts';
import { figure } from '../charts/frame.ts';
import { measuredOf, PEER_FIGURES, type PeerFigure } from './peers-figures.ts';
import type { PeersResult } from './peers-result.ts';

const WIDTH = 600;
const ROW = 28;
const TOP = 6;
const BAR = 16;
const ACROSS = { from: 130, to: 500 };

/** Undefined where nobody has this figure. */
const barChart = ({ servers }: PeersResult, measure: PeerFigure): Markup | undefined => {
  const [ours] = servers;
  const rows = servers.flatMap((server) => {
    const { value } = measuredOf(server, ours, measure);
    return value === undefined ? [] : [{ server, value }];
  });
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ value }) => value));
  const bottom = TOP + rows.length * ROW;
  const label = rows.map(({ server, value }) => `${server.title} ${measure.words(value)}`).join(', ');
  const drawn = picture(
    { width: WIDTH, height: bottom + 6, label: `${measure.says}: ${label}`, class: 'chart' },
    ...rows.flatMap(({ server, value }, at) => {
      const y = TOP + at * ROW + ROW / 2;
      const width = Math.max(1, ((ACROSS.to - ACROSS.from) * value) / most);
      const look = server === ours ? 'part own' : 'part meant';
      return [
        text({ x: ACROSS.from - 8, y: y + 4, words: server.title, anchor: 'end' }),
        rect({ x: ACROSS.from, y: y - BAR / 2, width, height: BAR, class: look, title: server.title }),
        text({ x: ACROSS.from + width + 6, y: y + 4, words: measure.words(value) }),
      ];
    }),
    line({ x: ACROSS.from, y: TOP }, { x: ACROSS.from, y: bottom }, { class: 'axis' }),
  );
  return figure(`${measure.name}: ${measure.says}`, drawn, [], undefined);
};

export const peersCharts = (result: PeersResult): readonly Markup[] =>
  PEER_FIGURES.slice(0, 2)
    .map((measure) => barChart(result, measure))
    .filter((one) => one !== undefined);
