// The vaults of tests.
import { createNodeVault, MASTER_KEY_BYTES } from '../doors/node-vault.ts';
import type { Vault } from '../ports.ts';

/** Over a master key that everybody knows, the same in every process. */
export const TEST_VAULT = createNodeVault(new Uint8Array(MASTER_KEY_BYTES).fill(7));

/** Seals nothing, so that whatever stays behind on a disk can be read and found. */
export const OPEN_VAULT: Vault = {
  newSeal: () => ({ close: (plain) => Buffer.from(plain) }),
  open: (sealed) => Buffer.from(sealed).toString(),
  fingerprint: (kind, text) => `${kind} ${text}`,
  keyCheck: 'open',
};

/** As {@link TEST_VAULT}; `told` is called with all that is sealed, and under which name. */
export const tellingVault = (told: (sealed: Uint8Array, context: string) => void): Vault => ({
  ...TEST_VAULT,
  newSeal() {
    const seal = TEST_VAULT.newSeal();
    return {
      close(plain, context) {
        const sealed = seal.close(plain, context);
        told(sealed, context);
        return sealed;
      },
    };
  },
});
