// A slider over chosen values: fine where small changes matter, coarse where they do not.
import type { JSX } from 'preact';

export interface StepSliderProps {
  readonly label: string;
  /** Ascending. */
  readonly steps: readonly number[];
  readonly value: number;
  readonly textOf: (value: number) => string;
  /** While it moves. */
  readonly onSlide: (value: number) => void;
  /** When it is let go. */
  readonly onDone: (value: number) => void;
}

const nearest = (steps: readonly number[], value: number): number =>
  steps.reduce((best, step, at) => (Math.abs(step - value) < Math.abs((steps[best] ?? 0) - value) ? at : best), 0);

export const StepSlider = ({ label, steps, value, textOf, onSlide, onDone }: StepSliderProps): JSX.Element => {
  const valueAt = ({ value: at }: HTMLInputElement): number => steps[Number(at)] ?? 0;
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={textOf(value)}
      min={0}
      max={steps.length - 1}
      step={1}
      value={nearest(steps, value)}
      onInput={({ currentTarget }) => onSlide(valueAt(currentTarget))}
      onChange={({ currentTarget }) => onDone(valueAt(currentTarget))}
    />
  );
};

/** From nothing to half an hour. */
export const LATENCY_STEPS_MS = [
  0, 1, 2, 5, 10, 20, 30, 50, 80, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000, 8000,
  10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
] as const;

/** From nobody to everybody: one in a thousand is a share that tests want. */
export const SHARE_STEPS = [
  0, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1,
] as const;
