// Tests run in threads, each file by itself; nothing depends on their order.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**'],
    pool: 'threads',
    sequence: { shuffle: true },
    testTimeout: 60_000,
  },
});
