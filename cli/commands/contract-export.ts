// `banknet contract export`: all that a bank's team needs to build its endpoint without this program.
import type { Command } from 'commander';
import { fail, ok } from '../../core/result.ts';
import type { ExportArguments } from '../contract-export.ts';
import { type Collector, type Reader, sharedOptions, valueOption } from '../options.ts';

/** Puts the command into the group `contract`. */
export const addContractExport = (group: Command, collector: Collector): void => {
  const shared = sharedOptions(collector);
  group
    .command('export')
    .description(
      'Writes all that a team needs to begin in any language: pacts, OpenAPI documents, JSON Schemas, customers and ' +
        'people with the truth about them, provider states, and signed requests with every value on the way.',
    )
    .summary("write all that a bank's team needs")
    .addOption(valueOption(collector, '--out <dir>', 'a new or empty folder, or an export of before', folder))
    .addOption(shared.seed('seed of the people (default: 42)'))
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet contract export --out contract')
    .action(({ out, ...args }: Partial<ExportArguments>) => {
      if (out === undefined) collector.complain('--out is missing: it must name the folder to write to');
      else {
        // Only this command makes all of these documents.
        collector.choose(async (context) =>
          (await import('../contract-export.ts')).exportContract({ ...args, out }, context),
        );
      }
    });
};

const folder: Reader<string> = (text) => (text === '' ? fail('must name a folder') : ok(text));
