// A slower answer: a delay on top of what the issuer takes by itself.

import { ok } from '../../core/result.ts';
import { drawLatency, type Latency } from '../issuer/latency.ts';
import { latencyFrom } from '../issuer/latency-forms.ts';
import { latencyKeys } from '../issuer/latency-schema.ts';
import type { BreakageKind } from './fault.ts';

export interface AddedLatency {
  readonly kind: 'latency';
  readonly latency: Latency;
}

export const latency: BreakageKind<AddedLatency> = {
  kind: 'latency',
  summary: 'Every reply comes later, by a latency of any form, on top of what the bank takes by itself.',
  // A fault may come with a request, which must not read files of the machine.
  keys: Object.fromEntries(Object.entries(latencyKeys).filter(([key]) => key !== 'file')),
  read(keys) {
    const read = latencyFrom(keys);
    return read.ok ? ok({ kind: 'latency', latency: read.value }) : read;
  },
  decides: undefined,
  alter: ({ latency: added }, delivery, { unit }) => ({
    ...delivery,
    afterMs: delivery.afterMs + drawLatency(added, unit),
  }),
};
