// The app, as far as the contract has one: calls the engine, and reads of each answer what an app shows or keeps.
import { z } from 'zod';
import type { AppInteraction, AppReading } from './app-interaction.ts';
import { exampleOf } from './matchers.ts';

const bank = z.string();
const bankName = z.string();
const moment = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const queryId = z.string().min(1);
const status = z.enum(['RUNNING', 'READY', 'FAILED', 'EXPIRED']);
const disposition = z.enum(['PENDING', 'DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']);

const READINGS: Readonly<Record<AppReading, z.ZodType>> = {
  session: z.object({ userId: z.string().min(1), token: z.string().min(1) }),
  codeSent: z.object({ resendAfter: count }),
  verification: z.object({ verificationId: z.string().min(1), expiresAt: moment }),
  banks: z.object({ banks: z.array(z.object({ bank, bankName })).min(1) }),
  acceptance: z.object({ queryId, acceptedAt: moment, deadline: moment, title: z.string(), message: z.string() }),
  records: z.object({ queries: z.array(z.object({ queryId, status, banks: z.array(bank) })) }),
  record: z.object({ queryId, status, acceptedAt: moment, banks: z.array(z.object({ bank, disposition })) }),
  report: z.object({
    generatedAt: moment,
    expiresAt: moment,
    summary: z.object({
      debit: count,
      credit: count,
      banks: z.array(z.object({ bank, bankName, debit: count, credit: count })),
    }),
    cards: z.array(z.object({ bank, bankName, cardType: z.string(), panFirst4: z.string(), panLast4: z.string() })),
    banks: z.array(
      z.object({ bank, bankName, disposition, unsupported: z.array(z.object({ reason: z.string(), count })) }),
    ),
    advice: z.array(z.string()).min(1),
  }),
  problem: z.object({ code: z.string(), message: z.string().min(1) }),
};

/** Makes the call of an interaction. @throws where the answer is of another status, or not what the app can read */
export const callAsApp = async (url: string, { request, response, reads }: AppInteraction): Promise<void> => {
  const { method, path, headers, body } = request;
  const answer = await fetch(url + String(exampleOf(path)), {
    method,
    headers: headersOf(headers, body !== undefined),
    body: body === undefined ? null : JSON.stringify(exampleOf(body)),
  });
  const text = await answer.text();
  if (answer.status !== response.status)
    throw new Error(`status ${answer.status}, expected ${response.status}: ${text}`);
  READINGS[reads].parse(JSON.parse(text));
};

const headersOf = (headers: AppInteraction['request']['headers'], hasBody: boolean): Record<string, string> =>
  Object.fromEntries([
    ...Object.entries(headers).map(([name, value]) => [name, String(exampleOf(value))]),
    ...(hasBody ? [['content-type', 'application/json']] : []),
  ]);
