// A line of numbers as a line of text: each character a stretch of time, as high as the most in it.
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** `width` characters at most; nothing is a space, and the highest is a full block. */
export const sparkline = (values: readonly number[], width: number): string => {
  const size = Math.max(1, Math.ceil(values.length / width));
  const highs = Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    Math.max(...values.slice(at * size, (at + 1) * size)),
  );
  const most = Math.max(...highs);
  return highs
    .map((one) => {
      if (one <= most * NEXT_TO_NOTHING) return ' ';
      return LEVELS[Math.min(LEVELS.length - 1, Math.floor((one / most) * LEVELS.length))];
    })
    .join('');
};

/** Less than so much of the highest is not seen. */
const NEXT_TO_NOTHING = 1e-3;
