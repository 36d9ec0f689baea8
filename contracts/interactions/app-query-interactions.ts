// What becomes of a query, as the app sees it (R16, R21 to R25): progress, the report of all banks, the partial report,
// and why there is none.
import { BANKS } from '../../core/banks.ts';
import type { Disposition } from '../../engine/report.ts';
import {
  type AppInteraction,
  answer,
  get,
  post,
  queryPath,
  type Refused,
  refusal,
  someId,
  someMoment,
} from './app-interaction.ts';
import { givenPerson, PAYMENT_PASSWORD, PERSON_WITH_ALL_BANKS } from './app-person.ts';
import { reportTemplate } from './app-report.ts';
import type { ProviderState } from './interaction.ts';
import { anyText, type Template } from './matchers.ts';

const SILENT = ['PSBC', 'CZB'];
/** What becomes of the banks that do not deliver. */
const LACKING: Readonly<Record<string, Disposition>> = { ABC: 'FAILED', CMB: 'DENIED', PSBC: 'TIMEOUT' };

const dispositions = (lacking: Readonly<Record<string, string>>): readonly Template[] =>
  BANKS.map(({ code }) => ({ bank: code, disposition: lacking[code] ?? 'DELIVERED' }));

const allPending = Object.fromEntries(SILENT.map((bank) => [bank, 'PENDING']));

const record = (
  description: string,
  state: ProviderState,
  body: Readonly<Record<string, Template>>,
): AppInteraction => ({
  description,
  states: [state],
  request: get(queryPath()),
  response: answer(200, { queryId: someId, acceptedAt: someMoment, ...body }),
  reads: 'record',
});

const readyBody = { status: 'READY', generatedAt: someMoment, expiresAt: someMoment };

const progress: readonly AppInteraction[] = [
  {
    description: 'the queries of a user',
    states: [givenPerson('a running query', { silent: SILENT })],
    request: get('/v1/queries'),
    response: answer(200, {
      queries: [{ queryId: someId, status: 'RUNNING', acceptedAt: someMoment, banks: BANKS.map(({ code }) => code) }],
    }),
    reads: 'records',
  },
  record('the progress of a query', givenPerson('a running query', { silent: SILENT }), {
    status: 'RUNNING',
    banks: dispositions(allPending),
  }),
  record('a query whose report is ready', givenPerson('a report'), { ...readyBody, banks: dispositions({}) }),
  record('a query that ended without some banks', givenPerson('a report', { lacking: LACKING }), {
    ...readyBody,
    banks: dispositions(LACKING),
  }),
  record('a query that failed', givenPerson('a failed query'), {
    status: 'FAILED',
    banks: [{ bank: 'CMB', disposition: 'TIMEOUT' }],
  }),
  record('a query whose report has expired', givenPerson('an expired report'), {
    ...readyBody,
    status: 'EXPIRED',
    message: '报告已过期',
    banks: dispositions({}),
  }),
  {
    description: "a query that is not this user's",
    states: [givenPerson('a registered user')],
    request: get('/v1/queries/nobodys-query'),
    response: refusal({ status: 404, code: 'NOT_FOUND', message: '没有找到相关记录' }),
    reads: 'problem',
  },
];

const view = (paymentPassword = PAYMENT_PASSWORD) => post(queryPath('/report'), { paymentPassword });

const report = (description: string, lacking: Readonly<Record<string, Disposition>>): AppInteraction => ({
  description,
  states: [givenPerson('a report', Object.keys(lacking).length === 0 ? {} : { lacking }, PERSON_WITH_ALL_BANKS)],
  request: view(),
  response: answer(200, reportTemplate(lacking)),
  reads: 'report',
});

const noReport = (
  description: string,
  state: ProviderState,
  refused: Refused,
  request: AppInteraction['request'] = view(),
): AppInteraction => ({ description, states: [state], request, response: refusal(refused), reads: 'problem' });

const reports: readonly AppInteraction[] = [
  report('the report of all banks', {}),
  report('the report without the banks that did not deliver', LACKING),
  noReport('the report of a query that is running', givenPerson('a running query', { silent: SILENT }), {
    status: 409,
    code: 'NOT_READY',
    message: '报告尚在生成中，请稍后查看',
  }),
  noReport('the report of a query that failed', givenPerson('a failed query'), {
    status: 409,
    code: 'QUERY_FAILED',
    message: '查询失败，请重新提交查询',
  }),
  noReport('a report that has expired', givenPerson('an expired report'), {
    status: 410,
    code: 'EXPIRED',
    message: '报告已过期',
  }),
  noReport(
    'a report with a wrong payment password',
    givenPerson('a report'),
    { status: 403, code: 'WRONG_PASSWORD', message: '支付密码不正确', more: { triesLeft: 4 } },
    view('000000'),
  ),
  noReport('a report after too many wrong passwords', givenPerson('a report that is locked'), {
    status: 423,
    code: 'LOCKED',
    message: '支付密码错误次数过多，请30分钟后再试',
    more: { until: someMoment },
  }),
  noReport(
    'a report with something that is no password',
    givenPerson('a report'),
    {
      status: 422,
      code: 'VALIDATION',
      message: '提交的内容有误，请检查后重试',
      more: { errors: [{ pointer: '/paymentPassword', message: anyText('must be six digits') }] },
    },
    view('password'),
  ),
];

export const queryInteractions: readonly AppInteraction[] = [...progress, ...reports];
