// How the outcome of a call looks: a colour by class and a shape of its own, so that nobody needs the colour, and
// words. The same marks as in the reports of scenarios.
import type { JSX } from 'preact';
import type { JournalEntry } from '../../core/journal.ts';
import { say } from '../language.ts';
import type { Words } from '../words-shape.ts';
import './outcomes.css';

export type Tone = 'good' | 'calm' | 'warn' | 'bad' | 'ink' | 'faint';

interface OutcomeMark {
  readonly tone: Tone;
  /** An SVG path around 0, 0, 4 units each way. */
  readonly path: string;
  readonly isHollow: boolean;
}

const DOT = 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z';
const SQUARE = 'M-3.5 -3.5H3.5V3.5H-3.5Z';
const DIAMOND = 'M0 -5L5 0L0 5L-5 0Z';
const TRIANGLE = 'M0 -4L4.5 4H-4.5Z';
const CROSS = 'M-4 -4L4 4M-4 4L4 -4';

const MARKS: Readonly<Record<string, OutcomeMark>> = {
  delivered: { tone: 'good', path: DOT, isHollow: false },
  denied: { tone: 'ink', path: SQUARE, isHollow: false },
  running: { tone: 'calm', path: DOT, isHollow: true },
  later: { tone: 'warn', path: TRIANGLE, isHollow: false },
  lost: { tone: 'warn', path: TRIANGLE, isHollow: true },
  unknown: { tone: 'bad', path: CROSS, isHollow: true },
  broken: { tone: 'bad', path: DIAMOND, isHollow: true },
  failed: { tone: 'bad', path: DIAMOND, isHollow: false },
};
const CALLBACKS: Readonly<Record<string, OutcomeMark>> = {
  accepted: { tone: 'calm', path: 'M-5 -4H5L0 4Z', isHollow: false },
  refused: { tone: 'bad', path: 'M-5 -4H5L0 4Z', isHollow: true },
};
const OTHER: OutcomeMark = { tone: 'ink', path: SQUARE, isHollow: true };
const UNDER_WAY: OutcomeMark = { tone: 'faint', path: DOT, isHollow: true };

/** `undefined`: the call is under way. */
export const markOf = (outcome: string | undefined): OutcomeMark =>
  outcome === undefined ? UNDER_WAY : (MARKS[outcome] ?? CALLBACKS[outcome] ?? OTHER);

const OUTCOME_WORDS: Words<Readonly<Record<string, string>>> = {
  zh: {
    delivered: '已返回结果',
    denied: '明确拒绝',
    running: '已受理，处理中',
    later: '稍后再来',
    lost: '银行不认识，重新发送',
    unknown: '没有答复',
    broken: '答复违反契约',
    failed: '无法理解，不再重试',
    underWay: '进行中',
    accepted: '回调已接收',
    refused: '回调未被接收',
  },
  en: {
    delivered: 'delivered',
    denied: 'denied for good',
    running: 'accepted, running',
    later: 'told to come later',
    lost: 'not known there, sent again',
    unknown: 'no answer',
    broken: 'breaks the contract',
    failed: 'not understood, never retried',
    underWay: 'under way',
    accepted: 'callback accepted',
    refused: 'callback not accepted',
  },
};

export const OUTCOMES = Object.keys(MARKS);

export const outcomeWords = (outcome: string | undefined): string => {
  const words = say(OUTCOME_WORDS);
  return words[outcome ?? 'underWay'] ?? outcome ?? '';
};

/** A callback has no outcome of a call, but was taken by us or not. */
export const outcomeOfEntry = ({ operation, outcome, did }: JournalEntry): string | undefined => {
  if (operation !== 'callback') return outcome;
  return did === 'callback accepted' ? 'accepted' : 'refused';
};

/** As a small picture within text. */
export const OutcomeIcon = ({ outcome }: { readonly outcome: string | undefined }): JSX.Element => {
  const { tone, path, isHollow } = markOf(outcome);
  return (
    <svg class={`outcome-icon ${tone}`} viewBox="-6 -6 12 12" aria-hidden="true">
      <path d={path} class={isHollow ? 'hollow' : undefined} />
    </svg>
  );
};

interface Said {
  readonly status?: number | undefined;
  readonly respCode?: string | undefined;
  readonly failure?: string | undefined;
}

/** What came back, as codes: `503 / 06`, `ECONNRESET`. */
export const saidBy = ({ status, respCode, failure }: Said): string =>
  failure ?? [status, respCode].filter((one) => one !== undefined).join(' / ');
