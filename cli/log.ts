// The program's own log: structured lines on stderr, and nothing personal in them (R26).
import { type Logger, pino } from 'pino';
import { DEFAULT_LOG_LEVEL, type LogLevel } from './log-levels.ts';

/** Members that no line may carry, wherever they stand; a second net under the rule never to log a body or a header. */
const REDACTED = ['name', 'idNumber', 'mobile', 'paymentPassword', 'customer', 'headers', 'token', 'cards'];

/** A logger on stderr, of this level and worse. */
export const createLog = (level: LogLevel = DEFAULT_LOG_LEVEL): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), remove: true },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
