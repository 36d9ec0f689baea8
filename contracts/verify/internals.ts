// Signs of a program's inside in an answer: what frameworks and databases say when nobody has caught it.
import type { RawAnswer } from '../check.ts';

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\s*at .+[(:].*:\d+/m, 'a stack trace'],
  [
    /\bat [\w.$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy)(?::\d+)?|Native Method|Unknown Source)\)/,
    'a stack trace of Java',
  ],
  [/\\n\s*at |\n\s+at /, 'a stack trace'],
  [/Traceback \(most recent call last\)/, 'a stack trace of Python'],
  [/goroutine \d+ \[|panic: /, 'a stack trace of Go'],
  [/\b(?:[a-z]\w*\.){2,}[A-Z]\w*(?:Exception|Error)\b/, 'the name of an exception'],
  [/\b(?:NullPointerException|TypeError|ReferenceError|Unhandled(?:Promise)?Rejection)\b/, 'the name of an exception'],
  [/\bORA-\d{5}\b|\bSQLSTATE\b|\bsyntax error at or near\b|\bSQLException\b/, 'the message of a database'],
  [/\b(?:SELECT|INSERT|UPDATE|DELETE)\b[^\n]{1,200}\b(?:FROM|INTO|SET)\b[^\n]{1,200}\b(?:WHERE|VALUES)\b/, 'a query'],
  [/<!doctype html|<html[\s>]/i, 'a page of HTML'],
  [/\bon line \d+\b|\.php\b/, 'a message of PHP'],
];

/** Which of them, and where; undefined where there is none. */
export const internalsIn = ({ text, headers }: Extract<RawAnswer, { readonly kind: 'answer' }>): string | undefined => {
  const head = Object.values(headers).join('\n');
  const [found] = SIGNS.flatMap(([sign, words]) => [
    ...(sign.test(text) ? [`${words}, in the body`] : []),
    ...(sign.test(head) ? [`${words}, in a header`] : []),
  ]);
  return found;
};
