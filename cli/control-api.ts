// The control API (interfaces.md), as far as it exists: the simulated phone, the clock, the face verification. Only
// from this machine, or with the control token; never for a page of another origin.
import { timingSafeEqual } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { shanghaiTimestamp } from '../core/calendar.ts';
import { parseDuration } from '../core/durations.ts';
import { mobileSchema } from '../core/messages.ts';
import type { SteerableClock } from '../core/steerable-clock.ts';
import { readJsonBody } from '../engine/doors/json-body.ts';
import { sendProblem } from '../engine/doors/send-problem.ts';
import type { Engine } from '../engine/engine.ts';
import type { SimulatedFaceVerifier } from '../simulator/checks/face-verifier.ts';

/** The phone shows its newest messages, so many at most. */
const MAX_MESSAGES = 100;
/** Ten years: a step beyond is a typing error. */
const MAX_ADVANCE_MS = 3650 * 86_400_000;
const MAX_SCALE = 100_000;

export interface ControlParts {
  readonly engine: Pick<Engine, 'messagesTo'>;
  readonly clock: SteerableClock;
  readonly face: SimulatedFaceVerifier;
  /** Lets other hosts in; undefined: this machine only. */
  readonly token: string | undefined;
}

const advanceSchema = z.strictObject({
  by: z
    .string()
    .refine(
      (text) => isWithin(parseDuration(text), MAX_ADVANCE_MS),
      'must be a duration such as 30m or 7d, up to 3650d',
    )
    .transform((text) => parseDuration(text) ?? 0),
});
const isWithin = (value: number | undefined, limit: number): boolean =>
  value !== undefined && value > 0 && value <= limit;

const scaleSchema = z.strictObject({
  scale: z.number().positive('must be above 0').max(MAX_SCALE, `must not be above ${MAX_SCALE}`),
});
const faceSchema = z.strictObject({ outcome: z.enum(['match', 'mismatch']) });

/** Mounts the control API on `app`. */
export const mountControlApi = (app: Express, { engine, clock, face, token }: ControlParts): void => {
  const clockView = () => ({ now: shanghaiTimestamp(clock.now()), scale: clock.scale });
  const problem = (response: Response, refusal: Parameters<typeof sendProblem>[1]): void =>
    sendProblem(response, refusal, clock.now());
  /** A route that takes a body of this schema and answers with what `change` returns. */
  const taking =
    <Schema extends z.ZodType>(schema: Schema, change: (value: z.output<Schema>) => unknown) =>
    async (request: Request, response: Response): Promise<void> => {
      const body = await readJsonBody(request, schema);
      if (body.ok) response.json(await change(body.value));
      else problem(response, body.failure);
    };

  app.use('/control', (request, response, next) => {
    const reason = refusalOf(request, token);
    if (reason === undefined) return next();
    request.resume();
    response
      .status(403)
      .type('application/problem+json')
      .send(JSON.stringify({ ...CONTROL_REFUSED, detail: reason }));
  });

  app.get('/control/sms', async (request, response) => {
    const mobile = new URLSearchParams(request.originalUrl.split('?')[1]).get('mobile');
    if (!mobileSchema.safeParse(mobile).success) {
      const errors = [{ pointer: '?mobile', message: 'must be 11 digits starting with 1' }];
      return problem(response, { code: 'VALIDATION', errors });
    }
    const messages = await engine.messagesTo(String(mobile), MAX_MESSAGES);
    response.setHeader('cache-control', 'no-store');
    response.json({ messages: messages.map(({ text, atMs }) => ({ text, at: shanghaiTimestamp(atMs) })) });
  });
  app.get('/control/clock', (_request, response) => void response.json(clockView()));
  app.post(
    '/control/clock/advance',
    taking(advanceSchema, async ({ by }) => {
      await clock.advance(by);
      return clockView();
    }),
  );
  app.put(
    '/control/clock',
    taking(scaleSchema, ({ scale }) => {
      clock.setScale(scale);
      return clockView();
    }),
  );
  app.get('/control/face', (_request, response) => void response.json({ outcome: face.outcome }));
  app.put(
    '/control/face',
    taking(faceSchema, ({ outcome }) => {
      face.set(outcome);
      return { outcome };
    }),
  );
};

const CONTROL_REFUSED = {
  type: 'urn:banknet:problem:CONTROL_REFUSED',
  title: 'Control refused',
  status: 403,
  code: 'CONTROL_REFUSED',
};

const LOOPBACK = /^(::1|(::ffff:)?127\.[0-9.]+)$/;
const LOCAL_HOST = /^(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$/i;

/** Why this request may not control the network; undefined where it may. */
const refusalOf = (request: Request, token: string | undefined): string | undefined => {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  if (site === 'cross-site' || (origin !== undefined && origin !== `http://${host}`)) {
    return 'Control requests of a page from another origin are refused';
  }
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined && given !== undefined && isSame(given, token)) return undefined;
  // The name matters too: a foreign name that resolves to this machine is somebody else's page.
  if (LOOPBACK.test(request.socket.remoteAddress ?? '') && LOCAL_HOST.test(host)) return undefined;
  return 'Control is for this machine; from another, send the token of --control-token as Authorization: Bearer TOKEN';
};

const isSame = (given: string, token: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
};
