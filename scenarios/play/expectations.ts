// Compares what came of a step with what its scenario expects. What is not named is not checked.
import { defined } from '../../core/defined.ts';
import { formatDuration } from '../../core/durations.ts';
import { jsonPointer } from '../../core/json.ts';
import type { Mismatch } from '../scenario-result.ts';
import type { Expectation, Step } from '../story/scenario.ts';
import { reportMismatches } from './report-expectations.ts';
import { answerWords, type StepAnswer } from './step-answers.ts';

/** Everything in which the answers of a step, one for each time that it was done, are not as expected. */
export const stepMismatches = (
  { index, action, expect }: Step,
  answers: readonly StepAnswer[],
  startMs: number,
): readonly Mismatch[] => {
  const impossible = answers.find((answer) => answer.kind === 'impossible');
  const undone =
    impossible === undefined
      ? []
      : [
          {
            pointer: jsonPointer(['steps', index, action.kind]),
            expected: 'a step that can be done',
            got: impossible.why,
          },
        ];
  if (Object.keys(expect).length === 0) return undone;
  const base = ['steps', index, 'expect'];
  const done = answers.filter(({ kind }) => kind !== 'impossible');
  return [
    ...undone,
    ...countMismatches(base, expect, done),
    ...oneOfEach([
      ...oneKind(done, 'refused').map((answer) => partMismatches(base, ofRefusals(expect), answer, startMs)),
      ...oneKind(done, 'accepted').map((answer) => partMismatches(base, ofSuccess(expect), answer, startMs)),
    ]),
  ];
};

/** Of many answers those that can have a member; of one, or where none can, all: then it is missing. */
const oneKind = (answers: readonly StepAnswer[], kind: StepAnswer['kind']): readonly StepAnswer[] => {
  const fitting = answers.length === 1 ? answers : answers.filter((answer) => answer.kind === kind);
  return fitting.length === 0 ? answers : fitting;
};

const ofRefusals = ({ message, opensAtMs, retryAfterMs, triesLeft, untilMs }: Expectation) =>
  defined({ message, opensAtMs, retryAfterMs, triesLeft, untilMs });

const ofSuccess = ({ status, banks, report }: Expectation) => defined({ status, banks, report });

/** Many answers may be wrong in the same way: it is said once. */
const oneOfEach = (found: readonly (readonly Mismatch[])[]): readonly Mismatch[] => {
  const byPointer = new Map<string, Mismatch>();
  for (const mismatch of found.flat()) {
    if (!byPointer.has(mismatch.pointer)) byPointer.set(mismatch.pointer, mismatch);
  }
  return [...byPointer.values()];
};

type Base = readonly (string | number)[];

/** How many were accepted, and how many refused for what. A single word is about every answer. */
const countMismatches = (
  base: Base,
  { accepted, refused }: Expectation,
  answers: readonly StepAnswer[],
): Mismatch[] => {
  const got = answerWords(answers);
  const acceptances = answers.filter(({ kind }) => kind === 'accepted').length;
  const isAccepted = typeof accepted === 'number' ? acceptances === accepted : everyIs(accepted, acceptances, answers);
  const refusals = (code: string) =>
    answers.filter((answer) => answer.kind === 'refused' && answer.refusal.code === code).length;
  const counted = typeof refused === 'string' ? { [refused]: answers.length } : (refused ?? {});
  return [
    ...(isAccepted ? [] : [{ pointer: jsonPointer([...base, 'accepted']), expected: String(accepted), got }]),
    ...Object.entries(counted).flatMap(([code, count]) => {
      if (refusals(code) === count) return [];
      const path = typeof refused === 'string' ? ['refused'] : ['refused', code];
      const expected = typeof refused === 'string' ? code : String(count);
      const shown = typeof refused === 'string' ? got : `${refusals(code)} (${got})`;
      return [{ pointer: jsonPointer([...base, ...path]), expected, got: shown }];
    }),
  ];
};

const everyIs = (accepted: boolean | undefined, acceptances: number, answers: readonly StepAnswer[]): boolean =>
  accepted === undefined || acceptances === (accepted ? answers.length : 0);

/** The members of one answer. */
const partMismatches = (base: Base, expect: Expectation, answer: StepAnswer, startMs: number): readonly Mismatch[] => {
  const got = partsOf(answer, startMs);
  const wanted = {
    message: expect.message,
    opensAt: durationOf(expect.opensAtMs),
    retryAfter: durationOf(expect.retryAfterMs),
    triesLeft: expect.triesLeft === undefined ? undefined : String(expect.triesLeft),
    until: durationOf(expect.untilMs),
    status: expect.status,
  };
  const parts = Object.entries(wanted).flatMap(([key, expected]) => {
    const found = got[key];
    if (expected === undefined || expected === found) return [];
    return [{ pointer: jsonPointer([...base, key]), expected, got: found ?? answerWords([answer]) }];
  });
  return [...parts, ...bankMismatches(base, expect, answer), ...reportPart(base, expect, answer)];
};

const durationOf = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : formatDuration(ms));

const partsOf = (answer: StepAnswer, startMs: number): Readonly<Record<string, string | undefined>> => {
  if (answer.kind === 'refused') {
    const { message, opensAtMs, retryAfterMs, triesLeft, untilMs } = answer.refusal;
    const sinceStart = (atMs: number | undefined) => durationOf(atMs === undefined ? undefined : atMs - startMs);
    return {
      message,
      opensAt: sinceStart(opensAtMs),
      retryAfter: durationOf(retryAfterMs),
      triesLeft: triesLeft === undefined ? undefined : String(triesLeft),
      until: sinceStart(untilMs),
    };
  }
  if (answer.kind !== 'accepted') return {};
  const { message, retryAfterMs, record } = answer;
  return { message, retryAfter: durationOf(retryAfterMs), status: record?.status };
};

const bankMismatches = (base: Base, { banks = {} }: Expectation, answer: StepAnswer): readonly Mismatch[] => {
  const record = answer.kind === 'accepted' ? answer.record : undefined;
  return Object.entries(banks).flatMap(([bank, expected]) => {
    const found = record?.dispositions.find((one) => one.bank === bank)?.disposition;
    if (found === expected) return [];
    const got = found ?? (record === undefined ? answerWords([answer]) : 'no bank of this query');
    return [{ pointer: jsonPointer([...base, 'banks', bank]), expected, got }];
  });
};

const reportPart = (base: Base, { report: expected }: Expectation, answer: StepAnswer): readonly Mismatch[] => {
  if (expected === undefined) return [];
  const report = answer.kind === 'accepted' ? answer.report : undefined;
  if (report !== undefined) return reportMismatches([...base, 'report'], expected, report);
  return [{ pointer: jsonPointer([...base, 'report']), expected: 'a report', got: answerWords([answer]) }];
};
