// `banknet contract record` and `banknet contract can-go-live`: results of verifications kept as files, and the answer
// to whether a version of an endpoint may go live.
import { type Command, Option } from 'commander';
import type { Need } from '../../contracts/check.ts';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { fail, ok } from '../../core/result.ts';
import type { GoLiveArguments, RecordArguments } from '../contract-records.ts';
import { type Collector, type Reader, sharedOptions, valueOption } from '../options.ts';

const DEFAULT_FOLDER = 'contract-records';
const MAX_VERSION_CHARACTERS = 100;

/** Puts both commands into the group `contract`. */
export const addContractRecords = (group: Command, collector: Collector): void => {
  addRecord(group, collector);
  addCanGoLive(group, collector);
};

const addRecord = (group: Command, collector: Collector): void => {
  group
    .command('record')
    .description(
      'Keeps the result of a verification as one small file, by bank, version of the endpoint and pact: in a folder ' +
        'that a team commits or shares. A result is kept whatever it is; the newest one counts.',
    )
    .summary('keep the result of a verification')
    .addOption(valueOption(collector, '--result <file>', 'the report.json of a verification', notEmpty))
    .addOption(valueOption(collector, '--version <version>', 'what the bank calls it (default: as verified)', version))
    .addOption(folderOption(collector))
    .addOption(sharedOptions(collector).quiet())
    .addHelpText('after', '\nExample:\n  banknet contract record --result reports/report.json --version 2026.1')
    .action(({ result, ...args }: Partial<RecordArguments> & Pick<RecordArguments, 'dir'>) => {
      if (result === undefined)
        collector.complain('--result is missing: it must name the report.json of a verification');
      else collector.choose(async (context) => (await records()).recordResult({ ...args, result }, context));
    });
};

const addCanGoLive = (group: Command, collector: Collector): void => {
  group
    .command('can-go-live')
    .description(
      'Answers with exit 0 or 1, and says why, whether a version of an endpoint may go live. Yes: its newest record ' +
        'against the pact as it is now has every check of this program, provider states among them, and all of them held.',
    )
    .summary('may this version of an endpoint go live?')
    .addOption(valueOption(collector, '--issuer <code>', 'the bank whose endpoint it is', issuerCode))
    .addOption(valueOption(collector, '--version <version>', 'the version of the endpoint', version))
    .addOption(folderOption(collector))
    .addOption(
      valueOption(
        collector,
        '--allow-without <parts>',
        `a record may lack: ${NEEDS.join(', ')}, with commas between`,
        needs,
      ),
    )
    .addOption(new Option('--json', 'the answer as JSON alone on stdout'))
    .addHelpText('after', '\nExample:\n  banknet contract can-go-live --issuer CMB --version 2026.1')
    .action(({ issuer, version, ...args }: Partial<GoLiveArguments> & Pick<GoLiveArguments, 'dir'>) => {
      if (issuer === undefined) collector.complain('--issuer is missing: it must name a bank, as CMB');
      if (version === undefined) collector.complain('--version is missing: it must name the version of the endpoint');
      if (issuer === undefined || version === undefined) return;
      collector.choose(async (context) => (await records()).canGoLive({ ...args, issuer, version }, context));
    });
};

/** Only these commands know all the checks. */
const records = () => import('../contract-records.ts');

const folderOption = (collector: Collector): Option =>
  valueOption(collector, '--dir <folder>', 'where records are kept', notEmpty).default(DEFAULT_FOLDER);

const notEmpty: Reader<string> = (text) => (text === '' ? fail('must not be empty') : ok(text));

const version: Reader<string> = (text) =>
  /^\S(.*\S)?$/u.test(text) && !/[\p{Cc}\p{Cf}]/u.test(text) && text.length <= MAX_VERSION_CHARACTERS
    ? ok(text)
    : fail(`must be 1 to ${MAX_VERSION_CHARACTERS} characters on one line`);

const issuerCode: Reader<IssuerCode> = (text) => {
  const codes = BANKS.map(({ code }) => code);
  return codes.includes(text) ? ok(text) : fail(`must name a bank${didYouMean(text, codes)}`);
};

const NEEDS: readonly Need[] = ['states', 'callbacks', 'patience'];

const needs: Reader<readonly Need[]> = (text) => {
  const parts = text.split(',').map((part) => part.trim());
  const known = NEEDS.filter((one) => parts.includes(one));
  return known.length === new Set(parts).size ? ok(known) : fail(`must be of ${NEEDS.join(', ')}, with commas between`);
};
