// The program's own log: structured lines on stderr, and nothing personal in them (R26).
import { type Logger, pino } from 'pino';

/** Members that no line may carry, wherever they stand; a second net under the rule never to log a body or a header. */
const REDACTED = ['name', 'idNumber', 'mobile', 'paymentPassword', 'customer', 'headers', 'token', 'cards'];

/** A logger on stderr. Quiet means warnings and worse. */
export const createLog = (quiet: boolean): Logger =>
  pino(
    {
      level: quiet ? 'warn' : (process.env.BANKNET_LOG ?? 'warn'),
      base: null,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), remove: true },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
