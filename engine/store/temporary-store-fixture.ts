// A SQLite store in a folder of its own, for tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vault } from '../ports.ts';
import { openSqliteStore } from './sqlite.ts';
import type { OpenedStore } from './suite-fixtures.ts';
import { TEST_VAULT } from './test-vault-fixture.ts';

/** A new folder under the system's temporary one, and how to remove it. */
export const temporaryFolder = async (): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'banknet-store-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** A new store on a real file. */
export const openTemporaryStore = async (
  vault: Vault = TEST_VAULT,
): Promise<OpenedStore & { readonly path: string }> => {
  const { folder, remove } = await temporaryFolder();
  const path = join(folder, 'banknet.db');
  let store = openSqliteStore({ path, vault: () => vault });
  return {
    path,
    store,
    reopen: async () => {
      await store.close();
      store = openSqliteStore({ path, vault: () => vault });
      return store;
    },
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
};
