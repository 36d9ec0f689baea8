// Compares the end of a story with what its scenario says must be true then.
import { jsonPointer } from '../../core/json.ts';
import type { Mismatch } from '../scenario-result.ts';
import type { CountRange } from '../story/scenario.ts';
import type { Play } from './play.ts';
import type { Ending } from './story-end.ts';

/** Counts of a crowd are those of all its people together. */
export const finalMismatches = (play: Play, ending: Ending): readonly Mismatch[] => {
  const { sms, attempts, status, events } = play.scenario.finally;
  const { recorder } = play;
  return [
    ...countMismatches('sms', sms, (name) => messagesOf(play, ending, name)),
    ...countMismatches('attempts', attempts, (bank) => recorder.attempts.get(bank) ?? 0),
    ...Object.entries(status).flatMap(([name, expected]) => {
      const got = statusOf(play, ending, name);
      return got === expected ? [] : [{ pointer: jsonPointer(['finally', 'status', name]), expected, got }];
    }),
    ...countMismatches('events', events, (name) => recorder.events.of(name)),
  ];
};

const countMismatches = (
  part: string,
  ranges: Readonly<Record<string, CountRange>>,
  countOf: (name: string) => number,
): readonly Mismatch[] =>
  Object.entries(ranges).flatMap(([name, { min, max }]) => {
    const count = countOf(name);
    if (count >= min && count <= max) return [];
    const expected = min === max ? String(min) : `${min} to ${max}`;
    return [{ pointer: jsonPointer(['finally', part, name]), expected, got: String(count) }];
  });

const messagesOf = ({ cast }: Play, { messages }: Ending, name: string): number =>
  (cast.get(name) ?? []).reduce((sum, member) => sum + (messages.get(member)?.length ?? 0), 0);

/** One word where all queries of this name have the same. */
const statusOf = ({ queries }: Play, { records }: Ending, name: string): string => {
  const words = queries.named(name).map((query) => records.get(query)?.status ?? 'no record');
  return [...new Set(words)].join(', ') || 'no such query: its application was not accepted';
};
