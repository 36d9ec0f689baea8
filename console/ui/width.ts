// How wide the place of a drawing is, whenever that changes.
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export const useWidth = (place: RefObject<HTMLElement | null>, assumedPx: number): number => {
  const [widthPx, setWidthPx] = useState(assumedPx);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setWidthPx(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return widthPx;
};
