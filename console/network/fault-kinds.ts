// Every kind of fault with the fields of its own (docs/faults.md), and the presets: what somebody wants most, in one
// click. fault-kinds.test.ts holds the table to the simulator's.
import type { Field, Typed } from '../ui/field-form.ts';

export interface FaultField extends Field {
  readonly placeholder?: string;
  /** One of these; the first is what the form begins with. */
  readonly choices?: readonly string[];
}

/** What a shape in time may be filled with; the first is left to the kind. */
const BREAKAGES_BY_NAME = [
  '',
  'refuse',
  'status 503',
  'status 500',
  'maintenance',
  'close',
  'hang',
  'reset',
  'truncate',
  'malformed',
  'dribble',
] as const;

const as: FaultField = { path: 'as', kind: 'breakage', choices: BREAKAGES_BY_NAME };

const text = (path: string, choices: readonly string[]): FaultField => ({ path, kind: 'text', choices });
const duration = (path: string, placeholder: string): FaultField => ({ path, kind: 'duration', placeholder });
const number = (path: string, placeholder: string): FaultField => ({ path, kind: 'number', placeholder });
const share = (path: string, placeholder: string): FaultField => ({ path, kind: 'share', placeholder });

export const FAULT_KINDS = {
  refuse: [],
  maintenance: [],
  status: [
    number('status', '503'),
    { path: 'respCode', kind: 'text', placeholder: '06' },
    { path: 'retryAfter', kind: 'text', placeholder: '2s' },
  ],
  callback: [text('what', ['lost', 'duplicate', 'late', 'unsigned']), duration('by', '10m')],
  'wrong-answer': [text('what', ['other-inquiry', 'other-bank', 'full-pan', 'schema'])],
  malformed: [text('what', ['json', 'empty', 'html', 'utf8'])],
  dribble: [number('bytes', '16'), duration('every', '100ms')],
  truncate: [],
  reset: [text('at', ['headers', 'accept', 'body'])],
  close: [],
  hang: [],
  latency: [duration('p50', '2s'), duration('p99', '4s'), duration('fixed', '500ms')],
  outage: [as],
  ramp: [share('start', '0'), as],
  burst: [duration('good', '60s'), duration('bad', '5s'), share('goodShare', '0'), as],
  'fail-first': [number('n', '2'), as],
} as const satisfies Readonly<Record<string, readonly FaultField[]>>;

export type FaultKind = keyof typeof FAULT_KINDS;
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKind[];

export const fieldsOf = (kind: FaultKind): readonly FaultField[] => FAULT_KINDS[kind];

export const isFaultKind = (name: string): name is FaultKind => Object.hasOwn(FAULT_KINDS, name);

/** Beside those of the kind. */
export const COMMON_FIELDS: readonly FaultField[] = [
  { path: 'name', kind: 'text', placeholder: 'flaky' },
  { path: 'share', kind: 'share', placeholder: '100%' },
  { path: 'from', kind: 'text', placeholder: '5m · 23:30' },
  { path: 'until', kind: 'text', placeholder: '20m · 00:30' },
  { path: 'for', kind: 'duration', placeholder: '10m' },
];

/** With what the form of a kind begins: the kinds that want a value have one. */
export const startOf = (kind: FaultKind): Typed => ({
  ...Object.fromEntries(fieldsOf(kind).flatMap(({ path, choices }) => (choices?.[0] ? [[path, choices[0]]] : []))),
  ...STARTS[kind],
});

const STARTS: Readonly<Partial<Record<FaultKind, Typed>>> = {
  status: { status: '503' },
  maintenance: { from: '23:30', until: '00:30' },
  latency: { p50: '2s', p99: '4s' },
  outage: { for: '10m' },
  ramp: { until: '10m' },
  'fail-first': { n: '2' },
};

export const PRESETS = {
  down: { kind: 'refuse' },
  slow: { kind: 'latency', p50: '2s', p99: '4s' },
  flaky: { kind: 'status', status: 503, share: 0.3 },
  night: { kind: 'maintenance', from: '23:30', until: '00:30' },
  lies: { kind: 'wrong-answer', what: 'other-inquiry' },
} as const satisfies Readonly<Record<string, { readonly kind: FaultKind } & Readonly<Record<string, unknown>>>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
