// Options that several commands share, and their parsers: a wrong value is wrong usage (exit 2) and says what is right.
import { type Command, InvalidArgumentError, Option } from 'commander';

export const DEFAULT_PORT = 7100;
export const DEFAULT_ISSUER_PORT = 7101;
export const DEFAULT_HOST = '127.0.0.1';

/** A whole number from `min` to `max`. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^[0-9]+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };

const port = wholeNumber(0, 65_535);

const storeText = (text: string): string => {
  if (text === 'memory' || /^sqlite:./.test(text)) return text;
  throw new InvalidArgumentError('It must be sqlite:FILE or memory.');
};

const scale = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value <= 100_000) return value;
  throw new InvalidArgumentError('It must be a number above 0, up to 100000.');
};

export const configOption = () =>
  new Option('--config <file>', 'configuration (default: banknet.yaml where there is one)');

export const seedOption = () =>
  new Option('--seed <n>', 'seed of all chance (default: that of the configuration, else 42)').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );

/** The options of a command that starts a network. */
export const addNetworkOptions = (command: Command, storeDefault: string): Command =>
  command
    .addOption(new Option('--port <n>', 'app API and control').argParser(port).default(DEFAULT_PORT))
    .addOption(
      new Option('--issuer-port <n>', 'first of the issuers; the others follow')
        .argParser(port)
        .default(DEFAULT_ISSUER_PORT),
    )
    .addOption(new Option('--host <address>', 'where to listen').default(DEFAULT_HOST))
    .addOption(new Option('--store <store>', 'sqlite:FILE or memory').argParser(storeText).default(storeDefault))
    .addOption(new Option('--time-scale <n>', 'how fast the clock of the network runs').argParser(scale).default(1))
    .addOption(new Option('--control-token <token>', 'lets other hosts use /control with this token'))
    .addOption(seedOption())
    .addOption(configOption());
