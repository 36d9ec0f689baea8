// All pacts: one for each issuer, and that of the app. The folder is emptied first: the pact of a bank that has left
// the network would stay.
import { mkdir, rm } from 'node:fs/promises';
import { BANKS } from '../../core/banks.ts';
import { writeAppPact } from './app-pact.ts';
import { writeIssuerPact } from './issuer-pact.ts';

export const writeAllPacts = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all([...BANKS.map(({ code }) => writeIssuerPact(code, folder)), writeAppPact(folder)]);
};
