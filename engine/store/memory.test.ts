// The memory store against the suite of all stores.
import { createMemoryStore } from './memory.ts';
import { storeSuite } from './store-suite.ts';

storeSuite('memory', async () => {
  const store = createMemoryStore();
  return { store, dispose: () => store.close() };
});
