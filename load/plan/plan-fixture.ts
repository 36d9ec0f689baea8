// For tests only: small plans, of three banks that answer in the usual time unless told otherwise.
import type { LoadPlan } from './plan.ts';
import { readPlan } from './plan-schema.ts';

/** As somebody writes it. */
export const smallPlanText = () => ({
  name: 'small',
  users: 600,
  curve: [{ perSecond: 20, for: '30s' }],
  banks: ['ICBC', 'PSBC', 'CMB'],
});

export const smallPlan = (change: object = {}): LoadPlan => {
  const read = readPlan({ ...smallPlanText(), ...change });
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
};
