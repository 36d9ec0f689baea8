// Tests run in threads, each file by itself; nothing depends on their order. As many at a time as there are processors:
// many of them wait, for a network, a browser or a database.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**'],
    pool: 'threads',
    maxWorkers: '100%',
    sequence: { shuffle: true },
    testTimeout: 60_000,
  },
});
