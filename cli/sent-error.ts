// An error on its way from one process to another: it arrives as the same class where somebody looks at that.
import { z } from 'zod';
import { PortTaken } from '../simulator/doors/http-server.ts';
import { codeOf } from './problem.ts';

export const sentErrorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('port-taken'), port: z.number(), host: z.string() }),
  z.object({ kind: z.literal('range'), message: z.string() }),
  z.object({
    kind: z.literal('other'),
    message: z.string(),
    /** The system's or Node's, such as EADDRNOTAVAIL. */
    code: z.union([z.string(), z.undefined()]),
    stack: z.union([z.string(), z.undefined()]),
  }),
]);
export type SentError = z.infer<typeof sentErrorSchema>;

export const sentError = (error: unknown): SentError => {
  if (error instanceof PortTaken) return { kind: 'port-taken', port: error.port, host: error.host };
  if (error instanceof RangeError) return { kind: 'range', message: error.message };
  if (!(error instanceof Error)) return { kind: 'other', message: String(error), code: undefined, stack: undefined };
  return { kind: 'other', message: error.message, code: codeOf(error), stack: error.stack };
};

export const receivedError = (sent: SentError): Error => {
  if (sent.kind === 'port-taken') return new PortTaken(sent.port, sent.host);
  if (sent.kind === 'range') return new RangeError(sent.message);
  const { message, code, stack } = sent;
  return Object.assign(new Error(message), code === undefined ? {} : { code }, stack === undefined ? {} : { stack });
};
