// Spreads drawing over frames: sixteen plots at once would cost one frame more than it has.

/** Each takes a fraction of a millisecond on a slow machine: so many leave most of a frame free. */
const PLOTS_PER_FRAME = 4;

const waiting = new Map<object, () => void>();
let isRunning = false;

const frame = (): void => {
  for (const [owner, draw] of [...waiting].slice(0, PLOTS_PER_FRAME)) {
    waiting.delete(owner);
    draw();
  }
  isRunning = waiting.size > 0;
  if (isRunning) requestAnimationFrame(frame);
};

/** Draws soon. Of one owner only the latest is drawn; a page that is not seen draws nothing. */
export const drawSoon = (owner: object, draw: () => void): void => {
  waiting.set(owner, draw);
  if (isRunning) return;
  isRunning = true;
  requestAnimationFrame(frame);
};

export const neverDraw = (owner: object): void => void waiting.delete(owner);
