// What a refusal of a malformed inquiry must say: 400, its respCode, and in `errors` each member that is wrong.
import type { Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';

/** More pointers than these help nobody. */
const MAX_NAMED = 8;

/** The pointers in `errors`; what is none is told as such. */
const pointersIn = (exchange: Exchange): readonly string[] => {
  const errors = memberOf(exchange.answer, 'errors');
  if (!Array.isArray(errors)) return [];
  const pointers = errors.map((error: unknown) =>
    typeof error === 'object' && error !== null && 'pointer' in error ? String(error.pointer) : '(no pointer)',
  );
  return [...new Set(pointers)].sort();
};

/** Nothing where the answer is 400 with this respCode and names exactly these members, in whatever order. */
export const expectErrors =
  (respCode: '10' | '13', ...pointers: readonly string[]) =>
  (exchange: Exchange): readonly Finding[] => {
    const wrongCode = expectCode(exchange, 400, respCode);
    if (wrongCode.length > 0) return wrongCode;
    const named = pointersIn(exchange);
    if (named.join('\n') === [...pointers].sort().join('\n')) return [];
    return [
      findingOf(
        exchange,
        `errors at ${shown(pointers)}`,
        named.length === 0 ? 'no errors' : `errors at ${shown(named)}`,
      ),
    ];
  };

/** Nothing where the answer is 400 / 10; where no member can be named, `errors` says what it wants. */
export const expectMalformed = (exchange: Exchange): readonly Finding[] => expectCode(exchange, 400, '10');

const shown = (pointers: readonly string[]): string =>
  pointers
    .slice(0, MAX_NAMED)
    .map((pointer) => (pointer === '' ? 'the whole' : pointer))
    .join(', ');
