// The retry budget of one bank (R18): how many calls in vain it may cost to ask again. Pure, over a token bucket. First
// calls bring a share of a token each, time brings a few, a retry takes one and gives it back where the bank served it.
// So retries at a bank that serves some are bounded by a share of the load, and after it is healed nothing is (I11).
import { type Bucket, type Taken, takeToken } from '../core/token-bucket.ts';
import type { RetryBudgetSettings } from './settings.ts';

export { fullBucket as fullBudget } from '../core/token-bucket.ts';

/** The bucket counts in thousandths of a token. */
const TOKEN = 1000;

/** A retry begins, where the budget has room; else when it will have some if nothing else happens. */
export const spendRetry = (budget: Bucket, nowMs: number, settings: RetryBudgetSettings): Taken =>
  takeToken(budget, nowMs, settings);

/** An inquiry was sent for the first time. */
export const afterFirstCall = (budget: Bucket, { share }: RetryBudgetSettings): Bucket => earned(budget, share * TOKEN);

/** A retry was served: it was worth its call. */
export const afterGoodRetry = (budget: Bucket): Bucket => earned(budget, TOKEN);

const earned = (budget: Bucket, thousandths: number): Bucket =>
  budget.spent === 0 ? budget : { ...budget, spent: Math.max(0, budget.spent - thousandths) };
