// Who somebody is: registering, signing in, codes and verifications (R5, R7), with every refusal.
import {
  type AppInteraction,
  answer,
  get,
  post,
  type Refused,
  refusal,
  someId,
  someMoment,
} from './app-interaction.ts';
import { APP_PERSON, givenPerson, OTHER_FACE, PAYMENT_PASSWORD, registrationOf } from './app-person.ts';
import { anyText, fromState, type Template } from './matchers.ts';

const NOBODY_YET: AppInteraction['request']['headers'] = {};
const registration = registrationOf(APP_PERSON);
const session = answer(201, { userId: someId, token: someId });

const registering: readonly AppInteraction[] = [
  {
    description: 'a registration',
    states: [givenPerson('a person')],
    request: post('/v1/users', registration, NOBODY_YET),
    response: session,
    reads: 'session',
  },
  {
    description: 'a registration under a name that is not theirs',
    states: [givenPerson('a person')],
    request: post('/v1/users', { ...registration, name: '别的名字' }, NOBODY_YET),
    response: refusal({
      status: 422,
      code: 'NOT_REAL_NAME',
      message: '实名信息未通过核验，请核对姓名、身份证号、手机号和绑定的银行卡',
    }),
    reads: 'problem',
  },
  {
    description: 'a second registration',
    states: [givenPerson('a registered user')],
    request: post('/v1/users', registration, NOBODY_YET),
    response: refusal({ status: 409, code: 'ALREADY_REGISTERED', message: '该身份证号或手机号已注册，请直接登录' }),
    reads: 'problem',
  },
];

const { mobile, region } = APP_PERSON;

const signingIn: readonly AppInteraction[] = [
  {
    description: 'a sign-in',
    states: [givenPerson('a registered user')],
    request: post('/v1/sessions', { mobile, paymentPassword: PAYMENT_PASSWORD, region }, NOBODY_YET),
    response: session,
    reads: 'session',
  },
  {
    description: 'a sign-in with a wrong password',
    states: [givenPerson('a registered user')],
    request: post('/v1/sessions', { mobile, paymentPassword: '000000', region }, NOBODY_YET),
    response: refusal({ status: 401, code: 'WRONG_CREDENTIALS', message: '手机号或支付密码不正确' }),
    reads: 'problem',
  },
  {
    description: 'a call without a session',
    states: [],
    request: { ...get('/v1/queries'), headers: NOBODY_YET },
    response: refusal({ status: 401, code: 'UNAUTHENTICATED', message: '请先登录' }),
    reads: 'problem',
  },
];

const codeRequest = post('/v1/sms-codes', { purpose: 'QUERY' });

const codes: readonly AppInteraction[] = [
  {
    description: 'a request for a code',
    states: [givenPerson('a registered user')],
    request: codeRequest,
    response: answer(202, { resendAfter: 60 }),
    reads: 'codeSent',
  },
  {
    description: 'a second request for a code at once',
    states: [givenPerson('a user with a code')],
    request: codeRequest,
    response: refusal({
      status: 429,
      code: 'SMS_TOO_SOON',
      message: '短信验证码发送过于频繁，请稍后再试',
      retryAfterS: 60,
      more: { resendAfter: 60 },
    }),
    reads: 'problem',
  },
];

const CODE = fromState('smsCode', '000000');
/** Another one than the user has: the state gives it. */
const WRONG_CODE = fromState('wrongCode', '000001');

const verification = (smsCode: Template, accepted = true, sample = 'match') =>
  post('/v1/verifications', { consent: { version: '2022-03', accepted }, face: { sample }, smsCode });

const refusedVerification = (
  description: string,
  state: string,
  request: AppInteraction['request'],
  refused: Omit<Refused, 'status'>,
): AppInteraction => ({
  description,
  states: [givenPerson(state)],
  request,
  response: refusal({ status: 422, ...refused }),
  reads: 'problem',
});

const verifications: readonly AppInteraction[] = [
  {
    description: 'a verification by consent, face and code',
    states: [givenPerson('a user with a code')],
    request: verification(CODE),
    response: answer(201, { verificationId: someId, expiresAt: someMoment }),
    reads: 'verification',
  },
  refusedVerification('a verification without consent', 'a user with a code', verification(CODE, false), {
    code: 'CONSENT_REQUIRED',
    message: '请阅读并同意授权书后继续',
  }),
  refusedVerification('a verification by another face', 'a user with a code', verification(CODE, true, OTHER_FACE), {
    code: 'FACE_MISMATCH',
    message: '人脸识别未通过，请重试',
  }),
  refusedVerification('a verification by a wrong code', 'a user with a code', verification(WRONG_CODE), {
    code: 'SMS_CODE_WRONG',
    message: '短信验证码不正确',
  }),
  refusedVerification('a verification by a code of yesterday', 'a user with an old code', verification(CODE), {
    code: 'SMS_CODE_EXPIRED',
    message: '短信验证码已失效，请重新获取',
  }),
  refusedVerification('a verification by something that is no code', 'a user with a code', verification('code'), {
    code: 'VALIDATION',
    message: '提交的内容有误，请检查后重试',
    more: { errors: [{ pointer: '/smsCode', message: anyText('must be six digits') }] },
  }),
];

export const identityInteractions: readonly AppInteraction[] = [
  ...registering,
  ...signingIn,
  ...codes,
  ...verifications,
];
