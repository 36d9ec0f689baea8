// When circuits were open, as the log of them tells.
import { expect, test } from 'vitest';
import { EventBus } from '../engine/events.ts';
import { CircuitLog } from './circuit-log.ts';

test('a circuit is open from its opening to its first probe, and found where it reaches into a time', () => {
  const events = new EventBus();
  const log = new CircuitLog(events);
  const change = (bank: string, state: 'open' | 'half-open' | 'closed', atMs: number): void =>
    events.emit({ type: 'circuit-changed', bank, state, untilMs: undefined, atMs });
  change('CMB', 'open', 10);
  change('CMB', 'half-open', 20);
  change('CMB', 'open', 25);
  change('ICBC', 'open', 30);
  expect(log.within(['CMB'], 0, 100)).toEqual([
    { bank: 'CMB', fromMs: 10, untilMs: 20 },
    { bank: 'CMB', fromMs: 25, untilMs: undefined },
  ]);
  expect(log.within(['CMB', 'ICBC'], 21, 24)).toEqual([]);
  expect(log.within(['ICBC'], 21, 31)).toEqual([{ bank: 'ICBC', fromMs: 30, untilMs: undefined }]);
});
