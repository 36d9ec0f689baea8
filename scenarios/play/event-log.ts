// The event log of a run: a line for each thing that was seen, the same byte for byte whenever a scenario is played
// with the same seed (I12). People and queries have the names of the story; no personal data stands in it.
import type { EngineEvent } from '../../engine/events.ts';
import type { Sight } from '../oracle/sight.ts';
import type { ScenarioResult } from '../scenario-result.ts';

/** One line a sight, in the order in which they were seen, and an empty one before each step of the story. */
export const eventLog = ({ sights, startMs }: Pick<ScenarioResult, 'sights' | 'startMs'>): string => {
  const writing: Writing = { startMs, nameOf: namesIn(sights) };
  const lines = sights.filter(isShown).map((sight) => {
    const text = `${offset(sight.atMs - startMs)}  ${lineOf(sight, writing)}\n`;
    return isBeginning(sight) ? `\n${text}` : text;
  });
  return lines.join('').trimStart();
};

/** What comes of a step stands after it, with this before it. */
const ANSWER = '→ ';

/** Who is who is in the names already, and a tester's action has no other answer. */
const isShown = (sight: Sight): boolean =>
  sight.kind !== 'step' || (sight.names === undefined && sight.text !== `${ANSWER}done`);

const isBeginning = (sight: Sight): boolean => sight.kind === 'step' && !sight.text.startsWith(ANSWER);

interface Writing {
  readonly startMs: number;
  /** What the story calls this user or query. */
  readonly nameOf: (id: string) => string;
}

/** What has no name of the story is numbered in the order in which it was seen. */
const namesIn = (sights: readonly Sight[]): Writing['nameOf'] => {
  const names = new Map<string, string>();
  for (const sight of sights) {
    if (sight.kind === 'step') for (const [id, name] of sight.names ?? []) names.set(id, name);
  }
  let unnamed = 0;
  return (id) => {
    const known = names.get(id) ?? `unnamed-${++unnamed}`;
    names.set(id, known);
    return known;
  };
};

/** `+00:00:01.250`, and with days `+7d 00:00:00.000`. */
const offset = (ms: number): string => {
  const part = (divisor: number, modulus: number, width: number): string =>
    String(Math.floor(ms / divisor) % modulus).padStart(width, '0');
  const days = Math.floor(ms / 86_400_000);
  const time = `${part(3_600_000, 24, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
  return days === 0 ? `+${time}` : `+${days}d ${time}`;
};

/** Who it is about stands in a column of its own. */
const line = (who: string, what: string): string => `${who.padEnd(6)} ${what}`;

const lineOf = (sight: Sight, writing: Writing): string => {
  const { nameOf } = writing;
  switch (sight.kind) {
    case 'engine':
      return engineLine(sight.event, writing);
    case 'step':
      return line('story', sight.text);
    case 'report': {
      const { summary, banks } = sight.report;
      const of = `${summary.debit} debit and ${summary.credit} credit of ${counted(banks.length, 'bank')}`;
      return line('app', `${nameOf(sight.userId)} sees the report of ${nameOf(sight.queryId)}: ${of}`);
    }
    case 'record':
      return line('app', `the record of ${nameOf(sight.record.queryId)} says ${sight.record.status}`);
    case 'messages':
      return line(
        'phone',
        `${counted(sight.texts.length, 'message')} about ${nameOf(sight.queryId)}${sight.texts.map(quoted).join('')}`,
      );
    case 'crashed':
      return line('engine', 'killed');
    case 'restarted':
      return line('engine', 'back');
    case 'healed':
      return line('story', 'every fault is over');
    case 'at-rest':
      return line('story', 'nothing is left to happen');
    case 'text':
      return line('story', `${sight.text.length} characters of ${sight.where}`);
    case 'remains':
      return line('story', `${counted(sight.cards, 'card')} of ${nameOf(sight.queryId)} left in ${sight.where}`);
  }
};

/** A query without a name of its own has its owner's. */
const owned = (query: string, user: string): string => (query.endsWith(` of ${user}`) ? query : `${query} of ${user}`);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const quoted = (text: string): string => `: ${text}`;

const engineLine = (event: EngineEvent, { startMs, nameOf }: Writing): string => {
  const at = (atMs: number): string => offset(atMs - startMs);
  switch (event.type) {
    case 'query-accepted':
      return line(
        'engine',
        `${owned(nameOf(event.queryId), nameOf(event.userId))} accepted, ${counted(event.banks.length, 'bank')} by ${at(event.deadlineMs)}`,
      );
    case 'call-started':
      return line(
        event.bank,
        `${event.isProbe ? 'probe, ' : ''}${event.operation} ${event.attempt} of ${nameOf(event.queryId)}`,
      );
    case 'call-ended':
      return line(event.bank, `call ${event.attempt} of ${nameOf(event.queryId)} → ${endWords(event, at)}`);
    case 'circuit-changed':
      return line(
        event.bank,
        `circuit ${event.state}${event.untilMs === undefined ? '' : ` until ${at(event.untilMs)}`}`,
      );
    case 'bank-done':
      return line(event.bank, `${event.disposition} for ${nameOf(event.queryId)}`);
    case 'query-ended':
      return line('engine', `${nameOf(event.queryId)} ends ${event.status}`);
    case 'reports-expired':
      return line('engine', `${counted(event.count, 'report')} gone for good`);
    case 'application-refused':
      return line('engine', `${nameOf(event.userId)} refused: ${event.code}`);
    case 'throttle-changed':
      return line('engine', `throttle ${event.burst} at once, ${event.perSecond} a second`);
    case 'code-sent':
      return line('engine', 'a code is sent');
    case 'callback-received':
      return line(event.bank, `callback ${event.receipt}`);
  }
};

/** `503/02, again at +00:00:03.100`. */
const endWords = (
  { status, respCode, failure, outcome, reason, nextAtMs }: Extract<EngineEvent, { type: 'call-ended' }>,
  at: (atMs: number) => string,
): string => {
  const came = failure ?? (respCode === undefined ? String(status) : `${status}/${respCode}`);
  const why = reason === undefined || reason === failure ? outcome : `${outcome}: ${reason}`;
  return `${came}, ${why}${nextAtMs === undefined ? '' : `, again at ${at(nextAtMs)}`}`;
};
