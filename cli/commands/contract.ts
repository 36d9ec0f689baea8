// `banknet contract`: the group of commands by which a bank proves its endpoint.
import { Command } from 'commander';
import type { Collector } from '../options.ts';
import { addContractExport } from './contract-export.ts';
import { addContractRecords } from './contract-record.ts';
import { addContractVerify } from './contract-verify.ts';

export const contractCommand = (collector: Collector): Command => {
  const command = new Command('contract')
    .description('The contract between the network and its issuers: a bank proves its endpoint with one command.')
    .summary('hold an issuer to its contract');
  addContractVerify(command, collector);
  addContractExport(command, collector);
  addContractRecords(command, collector);
  return command;
};
