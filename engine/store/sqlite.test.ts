// The SQLite store against the suite of all stores.
import { storeSuite } from './store-suite.ts';
import { openTemporaryStore } from './temporary-store.ts';

storeSuite('sqlite', openTemporaryStore);
