// Colours of tokens.css for a canvas, which knows no CSS: what `light-dark()` means is asked of an element.

/** The colour `name` of tokens.css as a canvas takes it, as it is within `probe` now. */
export const canvasColour = (probe: HTMLElement, name: string): string => {
  probe.style.color = `var(--${name})`;
  const { color } = getComputedStyle(probe);
  probe.style.color = '';
  return color;
};
