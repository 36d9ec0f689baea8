// The app API (interfaces.md): what the app calls under /v1. A thin door: every line of behaviour is in the engine.
import express, { type Express, type Request, type Response } from 'express';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Result } from '../../core/result.ts';
import { traceIdOf } from '../../core/trace-context.ts';
import type { Engine } from '../engine.ts';
import type { Refusal } from '../refusal.ts';
import type { NewQuery, QueryRecord, User } from '../store/port.ts';
import { ADVICE, TEXTS } from '../texts.ts';
import {
  applicationSchema,
  registrationSchema,
  signInSchema,
  smsCodeSchema,
  verificationSchema,
  viewSchema,
} from './app-schemas.ts';
import { readJsonBody } from './json-body.ts';
import type { DoorRefusal } from './problems.ts';
import { streamQueryEvents } from './query-events.ts';
import { StreamPlaces } from './request-bounds.ts';
import { sendProblem } from './send-problem.ts';

const MAX_IDEMPOTENCY_KEY_CHARACTERS = 128;

/** An Express application with no routes and none of the parts we do not want. */
export const bareApp = (): Express =>
  express().disable('x-powered-by').disable('etag').set('query parser', false).set('case sensitive routing', true);

/** Mounts the app API on `app`. */
export const mountAppApi = (app: Express, engine: Engine): void => {
  const refuse = (response: Response, refusal: Refusal | DoorRefusal): void =>
    sendProblem(response, refusal, engine.clock.now());

  const streams = new StreamPlaces();

  /** Sends the value of a result as JSON, or its refusal as a problem. */
  const answer = <Value>(
    response: Response,
    status: number,
    result: Result<Value, Refusal | DoorRefusal>,
    view: (value: Value) => unknown,
  ): void => {
    if (result.ok) response.status(status).json(view(result.value));
    else refuse(response, result.failure);
  };

  /** A route for a signed-in user. */
  const signedIn =
    (handle: (user: User, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      const token = /^Bearer ([A-Za-z0-9_-]{1,128})$/i.exec(request.headers.authorization ?? '')?.[1];
      const user = token === undefined ? undefined : await engine.accounts.userOf(token);
      if (user === undefined) {
        request.resume();
        response.setHeader('www-authenticate', 'Bearer');
        refuse(response, { code: 'UNAUTHENTICATED' });
      } else await handle(user, request, response);
    };

  /** The queryId of the path: Express types a parameter as text or list. */
  const queryIdOf = (request: Request): string => String(request.params.queryId);

  app
    .route('/v1/users')
    .post(async (request, response) => {
      const body = await readJsonBody(request, registrationSchema);
      answer(
        response,
        201,
        body.ok ? await engine.accounts.register({ ...body.value, region: body.value.region }) : body,
        same,
      );
    })
    .all(only('POST'));

  app
    .route('/v1/sessions')
    .post(async (request, response) => {
      const body = await readJsonBody(request, signInSchema);
      answer(
        response,
        201,
        body.ok ? await engine.accounts.signIn({ ...body.value, region: body.value.region }) : body,
        same,
      );
    })
    .all(only('POST'));

  app
    .route('/v1/sms-codes')
    .post(
      signedIn(async (user, request, response) => {
        const body = await readJsonBody(request, smsCodeSchema);
        const sent = body.ok ? await engine.identityChecks.sendCode(user) : body;
        answer(response, 202, sent, ({ resendAtMs }) => ({
          resendAfter: Math.ceil((resendAtMs - engine.clock.now()) / 1000),
        }));
      }),
    )
    .all(only('POST'));

  app
    .route('/v1/verifications')
    .post(
      signedIn(async (user, request, response) => {
        const body = await readJsonBody(request, verificationSchema);
        const verified = body.ok ? await engine.identityChecks.verify(user, body.value) : body;
        answer(response, 201, verified, ({ verificationId, expiresAtMs }) => ({
          verificationId,
          expiresAt: shanghaiTimestamp(expiresAtMs),
        }));
      }),
    )
    .all(only('POST'));

  app
    .route('/v1/banks')
    .get((_request, response) => {
      response.json({
        banks: engine.banks.map(({ code, shortNameZh, nameZh, nameEn }) => ({
          bank: code,
          bankName: shortNameZh,
          fullName: nameZh,
          nameEn,
        })),
      });
    })
    .all(only('GET'));

  app
    .route('/v1/queries')
    .post(
      signedIn(async (user, request, response) => {
        const body = await readJsonBody(request, applicationSchema);
        const key = idempotencyKeyOf(request);
        if (!key.ok || !body.ok) refuse(response, key.ok ? (body.ok ? NOT_FOUND : body.failure) : key.failure);
        else {
          const traceId = traceIdOf(request.headers.traceparent);
          const wanted = { ...body.value, idempotencyKey: key.value, traceId };
          const applied = await engine.applications.apply(user, wanted);
          answer(response, 202, applied, acceptanceView);
        }
      }),
    )
    .get(
      signedIn(async (user, _request, response) => {
        const records = await engine.reports.records(user);
        response.json({ queries: records.map((record) => ({ ...recordView(record), banks: record.banks })) });
      }),
    )
    .all(only('GET, POST'));

  app
    .route('/v1/queries/:queryId')
    .get(
      signedIn(async (user, request, response) => {
        const record = await engine.reports.recordOf(user, queryIdOf(request));
        if (record === undefined) refuse(response, NOT_FOUND);
        else response.json({ ...recordView(record), banks: record.dispositions });
      }),
    )
    .all(only('GET'));

  app
    .route('/v1/queries/:queryId/report')
    .post(
      signedIn(async (user, request, response) => {
        const body = await readJsonBody(request, viewSchema);
        const seen = body.ok ? await engine.reports.view(user, queryIdOf(request), body.value.paymentPassword) : body;
        response.setHeader('cache-control', 'no-store');
        answer(response, 200, seen, same);
      }),
    )
    .all(only('POST'));

  app
    .route('/v1/queries/:queryId/events')
    .get(
      signedIn(async (user, request, response) => {
        const leave = streams.take(user.userId);
        if (typeof leave === 'string') return refuse(response, { code: 'BUSY', detail: leave });
        response.once('close', leave);
        const found = await streamQueryEvents(engine, user, queryIdOf(request), response);
        if (!found) refuse(response, NOT_FOUND);
      }),
    )
    .all(only('GET'));

  /** Any other method on a path that exists. */
  function only(allow: string) {
    return (request: Request, response: Response) => {
      request.resume();
      refuse(response, { code: 'METHOD_NOT_ALLOWED', allow });
    };
  }
};

const NOT_FOUND = { code: 'NOT_FOUND' } as const;

const same = <Value>(value: Value): Value => value;

const idempotencyKeyOf = (request: Request): Result<string | undefined, Refusal> => {
  const key = request.headers['idempotency-key'];
  const fits =
    key === undefined || (typeof key === 'string' && key !== '' && key.length <= MAX_IDEMPOTENCY_KEY_CHARACTERS);
  if (fits) return { ok: true, value: key };
  const message = `must be 1 to ${MAX_IDEMPOTENCY_KEY_CHARACTERS} characters`;
  return { ok: false, failure: { code: 'VALIDATION', errors: [{ pointer: 'Idempotency-Key', message }] } };
};

const acceptanceView = (query: NewQuery) => ({
  queryId: query.queryId,
  status: 'RUNNING',
  acceptedAt: shanghaiTimestamp(query.acceptedAtMs),
  deadline: shanghaiTimestamp(query.deadlineMs),
  title: TEXTS.ACCEPTED_TITLE.text,
  message: TEXTS.ACCEPTED.text,
  advice: ADVICE,
});

const recordView = ({ queryId, status, acceptedAtMs, generatedAtMs, expiresAtMs }: QueryRecord) => ({
  queryId,
  status,
  ...(status === 'EXPIRED' ? { message: TEXTS.EXPIRED.text } : {}),
  acceptedAt: shanghaiTimestamp(acceptedAtMs),
  ...(generatedAtMs === undefined ? {} : { generatedAt: shanghaiTimestamp(generatedAtMs) }),
  ...(expiresAtMs === undefined ? {} : { expiresAt: shanghaiTimestamp(expiresAtMs) }),
});
