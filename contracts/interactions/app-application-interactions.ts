// Applying (R5 to R14): the acceptance, and every refusal in the order of R12.
import { BANKS } from '../../core/banks.ts';
import {
  type AppInteraction,
  AS_USER,
  answer,
  get,
  post,
  type Refused,
  refusal,
  someId,
  someMoment,
} from './app-interaction.ts';
import { givenPerson, PERSON_ELSEWHERE } from './app-person.ts';
import { given } from './inquiries.ts';
import type { ProviderState } from './interaction.ts';
import { anyText, fromState, inAnyOrder, type Template } from './matchers.ts';

const VERIFICATION = fromState('verificationId', 'v0000');

const application = (banks: Template = 'ALL', verificationId: Template = VERIFICATION) =>
  post('/v1/queries', { verificationId, banks });

const acceptance = answer(202, {
  queryId: someId,
  status: 'RUNNING',
  acceptedAt: someMoment,
  deadline: someMoment,
  title: '申请成功',
  message: '查询已开始，24小时内生成报告。生成后将通过短信通知您，您也可登录云闪付自行查看结果。',
});

const accepted: readonly AppInteraction[] = [
  {
    description: 'the banks that can be chosen',
    states: [givenPerson('a registered user')],
    request: get('/v1/banks'),
    response: answer(200, {
      banks: inAnyOrder(BANKS.map(({ code, shortNameZh }) => ({ bank: code, bankName: shortNameZh }))),
    }),
    reads: 'banks',
  },
  {
    description: 'an application for all banks',
    states: [givenPerson('a verified user')],
    request: application(),
    response: acceptance,
    reads: 'acceptance',
  },
  {
    description: 'an application for some banks',
    states: [givenPerson('a verified user')],
    request: application(['ICBC', 'CMB']),
    response: acceptance,
    reads: 'acceptance',
  },
];

const RETRY_AFTER_S = 10;

interface RefusedApplication extends Refused {
  readonly description: string;
  readonly states: readonly ProviderState[];
  readonly request?: AppInteraction['request'];
}

const REFUSED: readonly RefusedApplication[] = [
  {
    description: 'an application for no bank',
    states: [givenPerson('a verified user')],
    request: application([]),
    status: 422,
    code: 'VALIDATION',
    message: '提交的内容有误，请检查后重试',
    more: { errors: [{ pointer: '/banks', message: anyText('must name at least one bank (R8)') }] },
  },
  {
    description: 'an application of somebody from a region that is not open',
    states: [givenPerson('a verified user', {}, PERSON_ELSEWHERE)],
    status: 403,
    code: 'REGION_NOT_OPEN',
    message: '您所在的地区暂未开放此服务',
  },
  {
    description: 'an application without a verification',
    states: [givenPerson('a registered user')],
    request: application('ALL', 'v00000000000000000000'),
    status: 422,
    code: 'NOT_VERIFIED',
    message: '请先完成本次查询的授权和身份核验',
  },
  {
    description: 'an application for a bank outside the network',
    states: [givenPerson('a verified user')],
    request: application(['ICBC', 'NOBANK']),
    status: 422,
    code: 'UNKNOWN_BANK',
    message: '所选银行暂不支持查询',
    more: { errors: [{ pointer: '/banks/1', message: anyText('is no bank of this network') }] },
  },
  {
    description: 'an application while a query runs',
    states: [givenPerson('a running query', { silent: ['PSBC'] })],
    status: 409,
    code: 'QUERY_IN_PROGRESS',
    message: '您有账户报告正在查询中，无需重复申请',
  },
  {
    description: 'an application within seven days of a report',
    states: [givenPerson('a report')],
    status: 409,
    code: 'TOO_SOON',
    message: '最近一次查询报告生成7天后方可再次查询',
    more: { opensAt: someMoment },
  },
  {
    description: 'an application among too many',
    states: [givenPerson('a verified user'), given('too many apply', { retryAfterSeconds: RETRY_AFTER_S })],
    status: 429,
    code: 'THROTTLED',
    message: '申请人数过多，服务繁忙，请稍后再试',
    retryAfterS: RETRY_AFTER_S,
  },
  {
    description: 'another application under a key that was used',
    states: [givenPerson('a running query', { silent: ['PSBC'], idempotencyKey: 'key-0000' })],
    request: { ...application(), headers: { ...AS_USER, 'idempotency-key': 'key-0000' } },
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: '提交的内容有误，请检查后重试',
  },
  {
    description: 'an application to an engine that is stopping',
    states: [givenPerson('a verified user'), given('the engine is stopping')],
    status: 503,
    code: 'STOPPING',
    message: '系统维护中，请稍后再试',
    retryAfterS: 20,
  },
];

export const applicationInteractions: readonly AppInteraction[] = [
  ...accepted,
  ...REFUSED.map(
    ({ description, states, request = application(), ...refused }): AppInteraction => ({
      description,
      states,
      request,
      response: refusal(refused),
      reads: 'problem',
    }),
  ),
];
