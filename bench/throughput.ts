// A closed load within this process: so much at a time, and how many of it a second.

/** Runs `work` for 0 .. count-1, `atOnce` at a time; how many a second. */
export const throughput = async (
  count: number,
  atOnce: number,
  work: (at: number) => Promise<void>,
): Promise<number> => {
  let next = 0;
  const startMs = performance.now();
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (count * 1000) / (performance.now() - startMs);
};
