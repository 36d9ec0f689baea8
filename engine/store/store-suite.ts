// The tests that every store passes: port.ts as code. A store's own test file calls `storeSuite` and adds what only
// that store promises.
import { test } from 'vitest';
import { queryTests } from './queries-suite.ts';
import { reportTests } from './reports-suite.ts';
import type { OpenedStore, OpenStore } from './suite-fixtures.ts';
import { userTests } from './users-suite.ts';

/** One fact about a store, shown on a new and empty one. */
export type StoreTest = (opened: OpenedStore) => Promise<void>;

/** Registers one test for each fact; `open` gives a new, empty store to each. */
export const storeSuite = (name: string, open: OpenStore): void => {
  for (const [title, holds] of Object.entries({ ...userTests, ...queryTests, ...reportTests })) {
    test(`${name}: ${title}`, async () => {
      const opened = await open();
      try {
        await holds(opened);
      } finally {
        await opened.dispose();
      }
    });
  }
};
