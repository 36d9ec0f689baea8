// The quantiles of the standard normal distribution, for latencies that are log-normal.

/** Standard normal quantile of 0.99. */
export const Z_P99 = 2.3263478740408408;

/** P. J. Acklam's rational approximation of the standard normal quantile: relative error below 1.2e-9. */
export const normalQuantile = (unit: number): number => {
  if (unit <= 0) return Number.NEGATIVE_INFINITY;
  if (unit < TAIL) return tailQuantile(Math.sqrt(-2 * Math.log(unit)));
  if (unit > 1 - TAIL) return -tailQuantile(Math.sqrt(-2 * Math.log(1 - unit)));
  const offset = unit - 0.5;
  const square = offset * offset;
  return (polynomial(CENTRE_TOP, square) * offset) / (polynomial(CENTRE_BOTTOM, square) * square + 1);
};

const tailQuantile = (root: number): number => polynomial(TAIL_TOP, root) / (polynomial(TAIL_BOTTOM, root) * root + 1);

const polynomial = (coefficients: readonly number[], at: number): number => {
  let sum = 0;
  // By place: an iterator over numbers that are not whole boxes each of them.
  for (let place = 0; place < coefficients.length; place++) sum = sum * at + (coefficients[place] ?? 0);
  return sum;
};

const TAIL = 0.02425;
const CENTRE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const CENTRE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
