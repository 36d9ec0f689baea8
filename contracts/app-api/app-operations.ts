// The operations of the app API, one row each: what it takes, what it answers, and every refusal that it may give.
import type { z } from 'zod';
import {
  applicationSchema,
  registrationSchema,
  signInSchema,
  smsCodeSchema,
  verificationSchema,
  viewSchema,
} from '../../engine/doors/app-schemas.ts';
import {
  acceptanceSchema,
  banksSchema,
  codeSentSchema,
  recordSchema,
  recordsSchema,
  reportSchema,
  sessionSchema,
  verifiedSchema,
} from './app-answers.ts';
import type { ProblemCode } from './problem-samples.ts';

export interface AppOperation {
  readonly operationId: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  /** Needs the token of a session. */
  readonly isOfUser: boolean;
  /** The name of its schema in the document, and the schema. */
  readonly body?: readonly [string, z.ZodType];
  readonly takesIdempotencyKey?: boolean;
  readonly answer: {
    readonly status: number;
    readonly description: string;
    /** Else a stream of events. */
    readonly schema?: readonly [string, z.ZodType];
    /** Not to be kept anywhere. */
    readonly isPrivate?: boolean;
  };
  /** Its own; what any may give is in app-document.ts. */
  readonly refusals: readonly ProblemCode[];
}

const session = { status: 201, description: 'A session.', schema: ['Session', sessionSchema] } as const;

export const APP_OPERATIONS: readonly AppOperation[] = [
  {
    operationId: 'register',
    method: 'post',
    path: '/v1/users',
    summary: 'Register under one’s real name (R5)',
    isOfUser: false,
    body: ['Registration', registrationSchema],
    answer: session,
    refusals: ['ALREADY_REGISTERED', 'NOT_REAL_NAME'],
  },
  {
    operationId: 'signIn',
    method: 'post',
    path: '/v1/sessions',
    summary: 'Sign in; each counts as a login in its region (R6)',
    isOfUser: false,
    body: ['SignIn', signInSchema],
    answer: session,
    refusals: ['WRONG_CREDENTIALS', 'LOCKED'],
  },
  {
    operationId: 'sendCode',
    method: 'post',
    path: '/v1/sms-codes',
    summary: 'Have a code sent to the registered mobile (R7)',
    isOfUser: true,
    body: ['CodeRequest', smsCodeSchema],
    answer: { status: 202, description: 'The code is on its way.', schema: ['CodeSent', codeSentSchema] },
    refusals: ['SMS_TOO_SOON'],
  },
  {
    operationId: 'verify',
    method: 'post',
    path: '/v1/verifications',
    summary: 'Consent, and be verified by face and code; it serves one accepted query (R7)',
    isOfUser: true,
    body: ['VerificationRequest', verificationSchema],
    answer: { status: 201, description: 'Verified.', schema: ['Verification', verifiedSchema] },
    refusals: ['CONSENT_REQUIRED', 'FACE_MISMATCH', 'SMS_CODE_WRONG', 'SMS_CODE_EXPIRED'],
  },
  {
    operationId: 'listBanks',
    method: 'get',
    path: '/v1/banks',
    summary: 'The banks that can be chosen (R1)',
    isOfUser: false,
    answer: { status: 200, description: 'In the network’s order.', schema: ['Banks', banksSchema] },
    refusals: [],
  },
  {
    operationId: 'apply',
    method: 'post',
    path: '/v1/queries',
    summary: 'Apply for a query of all banks, or of some (R8 to R14)',
    isOfUser: true,
    body: ['Application', applicationSchema],
    takesIdempotencyKey: true,
    answer: { status: 202, description: 'Accepted, and durable.', schema: ['Acceptance', acceptanceSchema] },
    refusals: [
      'NOT_REAL_NAME',
      'REGION_NOT_OPEN',
      'NOT_VERIFIED',
      'UNKNOWN_BANK',
      'QUERY_IN_PROGRESS',
      'TOO_SOON',
      'THROTTLED',
      'IDEMPOTENCY_KEY_REUSED',
      'STOPPING',
    ],
  },
  {
    operationId: 'listQueries',
    method: 'get',
    path: '/v1/queries',
    summary: 'The user’s records, newest first',
    isOfUser: true,
    answer: { status: 200, description: 'The records.', schema: ['QueryRecords', recordsSchema] },
    refusals: [],
  },
  {
    operationId: 'getQuery',
    method: 'get',
    path: '/v1/queries/{queryId}',
    summary: 'One record, with what became of each bank so far (R16)',
    isOfUser: true,
    answer: { status: 200, description: 'The record.', schema: ['QueryRecord', recordSchema] },
    refusals: ['NOT_FOUND'],
  },
  {
    operationId: 'viewReport',
    method: 'post',
    path: '/v1/queries/{queryId}/report',
    summary: 'See the report, with the payment password (R22, R24, R25)',
    isOfUser: true,
    body: ['ReportRequest', viewSchema],
    answer: { status: 200, description: 'The report.', schema: ['Report', reportSchema], isPrivate: true },
    refusals: ['NOT_FOUND', 'WRONG_PASSWORD', 'LOCKED', 'NOT_READY', 'QUERY_FAILED', 'EXPIRED'],
  },
  {
    operationId: 'followQuery',
    method: 'get',
    path: '/v1/queries/{queryId}/events',
    summary: 'Progress as server-sent events: state, then call and bank as they happen, at last end',
    isOfUser: true,
    answer: { status: 200, description: 'The stream, until the query ends.' },
    refusals: ['NOT_FOUND'],
  },
];
