// The SQLite store against the suite of all stores.
import { storeSuite } from './store-suite.ts';
import { openTemporaryStore } from './temporary-store-fixture.ts';

storeSuite('sqlite', () => openTemporaryStore());
