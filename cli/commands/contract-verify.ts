// `banknet contract verify`: holds one endpoint, simulated or real, to the contract and says what it found.
import { type Command, Option } from 'commander';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { parseDuration } from '../../core/durations.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { fail, ok } from '../../core/result.ts';
import { bankUrlOf } from '../bank-url.ts';
import type { ListArguments, VerifyArguments } from '../contract-verification.ts';
import { type Collector, type Reader, sharedOptions, valueOption, wholeNumber } from '../options.ts';

/** The caller of the contract waits so long (issuer-api.yaml). */
export const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 120_000;

/** Puts the command into the group `contract`. */
export const addContractVerify = (group: Command, collector: Collector): void => {
  const shared = sharedOptions(collector);
  group
    .command('verify')
    .description(
      'Holds an endpoint to its contract: signatures, form, idempotency, masking and every state of the contract, ' +
        'with what was sent, expected and got for whatever is not as it must be.',
    )
    .summary('hold an endpoint to its contract')
    .addOption(valueOption(collector, '--issuer <code>', 'the bank whose endpoint it is', issuerCode))
    .addOption(
      valueOption(collector, '--url <url>', 'the endpoint: what /v1/card-inquiries is put behind', endpointUrl),
    )
    .addOption(
      valueOption(
        collector,
        '--state-url <url>',
        'takes provider states; without it only what needs none is held',
        stateUrl,
      ),
    )
    .addOption(
      valueOption(
        collector,
        '--key <env:name>',
        'the variable that holds the key shared with this bank (default: BANKNET_KEY_CODE, else the development key)',
        keyVariable,
      ),
    )
    .addOption(
      valueOption(collector, '--timeout <duration>', 'the longest that a call may take', timeout).default(
        DEFAULT_TIMEOUT_MS,
        '10s',
      ),
    )
    .addOption(valueOption(collector, '--only <names>', 'groups, names, patterns with *, separated by commas', names))
    .addOption(new Option('--patient', 'also what takes many minutes: all five sends of a callback'))
    .addOption(new Option('--list', 'prints every check with what it says and where that is said, and holds nothing'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml and report.html there'))
    .addOption(new Option('--json', 'the result as JSON alone on stdout'))
    .addOption(new Option('--endpoint-version <version>', 'what the bank calls this version, for records'))
    .addOption(
      valueOption(
        collector,
        '--callback-url <url>',
        'where the endpoint reaches this machine to call back',
        endpointUrl,
      ),
    )
    .addOption(
      valueOption(
        collector,
        '--callback-port <n>',
        'the port to listen on for that (default: the one in --callback-url)',
        wholeNumber(0, 65_535),
      ),
    )
    .addOption(shared.quiet())
    .addHelpText('after', EXAMPLE)
    .action((args: GivenArguments) => {
      const { issuer, url, list } = args;
      if (list === true) {
        collector.choose(async (context) => (await verification()).list(args, context));
        return;
      }
      if (issuer === undefined) collector.complain('--issuer is missing: it must name a bank, as CMB');
      if (url === undefined) collector.complain('--url is missing: it must give the address of the endpoint');
      if (issuer === undefined || url === undefined) return;
      collector.choose(async (context) => (await verification()).verify({ ...args, issuer, url }, context));
    });
};

interface GivenArguments extends ListArguments, Omit<VerifyArguments, 'issuer' | 'url'> {
  readonly issuer?: IssuerCode;
  readonly url?: string;
  readonly list?: boolean;
}

/** Only this command holds endpoints to anything: others start without all that it takes. */
const verification = () => import('../contract-verification.ts');

const EXAMPLE = `
Example:
  banknet contract verify --issuer CMB --url https://bank.example \\
    --state-url https://bank.example/states --report reports`;

const issuerCode: Reader<IssuerCode> = (text) => {
  const codes = BANKS.map(({ code }) => code);
  return codes.includes(text) ? ok(text) : fail(`must name a bank${didYouMean(text, codes)}`);
};

const endpointUrl: Reader<string> = (text) => {
  const url = bankUrlOf(text);
  return url === undefined ? fail('must be an http or https address without query and password') : ok(url);
};

const stateUrl: Reader<string> = (text) =>
  /^https?:\/\//.test(text) && URL.canParse(text) ? ok(text) : fail('must be an http or https address');

const keyVariable: Reader<string> = (text) => {
  const [, name] = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
  return name === undefined ? fail('must be env: and the name of a variable, as env:CMB_KEY') : ok(name);
};

const timeout: Reader<number> = (text) => {
  const durationMs = parseDuration(text);
  return durationMs !== undefined && durationMs > 0 && durationMs <= MAX_TIMEOUT_MS
    ? ok(durationMs)
    : fail('must be a duration above 0 up to 2m, as 10s');
};

const names: Reader<readonly string[]> = (text) => {
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^[\w*/-]+$/.test(part)) ? ok(parts) : fail('must be names such as signature,headers/*');
};
