// What came of an action, once for each time it was done: data that expectations are compared with.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { formatDuration } from '../../core/durations.ts';
import type { Report } from '../../engine/report.ts';
import type { QueryRecord } from '../../engine/store/port.ts';
import type { Answer, ShownRefusal } from '../stage.ts';

export type StepAnswer =
  /** A tester's action has no other answer. */
  | { readonly kind: 'done' }
  | {
      readonly kind: 'accepted';
      readonly message?: string | undefined;
      readonly report?: Report;
      readonly record?: QueryRecord;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'refused'; readonly refusal: ShownRefusal }
  /** Could not be done; not an answer of the network. */
  | { readonly kind: 'impossible'; readonly why: string };

/** An answer of the app, with what `more` takes from its value. */
export const answerOf = <Value>(
  answer: Answer<Value>,
  more: (value: Value) => Omit<Extract<StepAnswer, { kind: 'accepted' }>, 'kind'> = () => ({}),
): StepAnswer =>
  answer.ok ? { kind: 'accepted', ...more(answer.value) } : { kind: 'refused', refusal: answer.refusal };

/** In words: `accepted`, `refused: TOO_SOON`; of many how many of each. */
export const answerWords = (answers: readonly StepAnswer[]): string => {
  const counts = new Map<string, number>();
  for (const answer of answers) {
    const words = wordsOf(answer);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const [first] = answers;
  if (first !== undefined && answers.length === 1) return `${wordsOf(first)}${detailsOf(first)}`;
  return [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
};

const wordsOf = (answer: StepAnswer): string => {
  switch (answer.kind) {
    case 'done':
      return 'done';
    case 'refused':
      return `refused: ${answer.refusal.code}`;
    case 'impossible':
      return 'impossible';
    case 'accepted':
      if (answer.record !== undefined) return answer.record.status;
      return answer.report === undefined ? 'accepted' : 'shown';
  }
};

/** What one answer says beside that. */
const detailsOf = (answer: StepAnswer): string => {
  if (answer.kind === 'accepted' && answer.report !== undefined) {
    const { debit, credit } = answer.report.summary;
    return `: ${debit} debit, ${credit} credit`;
  }
  if (answer.kind !== 'refused') return '';
  const { retryAfterMs, opensAtMs, triesLeft, untilMs } = answer.refusal;
  return [
    retryAfterMs === undefined ? '' : `, retry after ${formatDuration(retryAfterMs)}`,
    opensAtMs === undefined ? '' : `, opens at ${shanghaiTimestamp(opensAtMs)}`,
    triesLeft === undefined ? '' : `, ${triesLeft} tries left`,
    untilMs === undefined ? '' : `, until ${shanghaiTimestamp(untilMs)}`,
  ].join('');
};
