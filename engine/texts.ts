// Every text that a user reads. Those marked `source` are the source's own words, to the letter; the rest are ours.
import type { Bank } from '../core/banks.ts';

interface Text {
  readonly text: string;
  /** The words stand in the source text. */
  readonly source: boolean;
}

const source = (text: string): Text => ({ text, source: true });
const own = (text: string): Text => ({ text, source: false });

export const TEXTS = {
  ACCEPTED_TITLE: source('申请成功'),
  ACCEPTED: source('查询已开始，24小时内生成报告。生成后将通过短信通知您，您也可登录云闪付自行查看结果。'),
  THROTTLED: source('申请人数过多，服务繁忙，请稍后再试'),
  QUERY_IN_PROGRESS: source('您有账户报告正在查询中，无需重复申请'),
  EXPIRED: source('报告已过期'),
  TOO_SOON: own('最近一次查询报告生成7天后方可再次查询'),
  QUERY_FAILED: own('查询失败，请重新提交查询'),
  NOT_READY: own('报告尚在生成中，请稍后查看'),
  REGION_NOT_OPEN: own('您所在的地区暂未开放此服务'),
  NOT_REAL_NAME: own('实名信息未通过核验，请核对姓名、身份证号、手机号和绑定的银行卡'),
  NOT_VERIFIED: own('请先完成本次查询的授权和身份核验'),
  ALREADY_REGISTERED: own('该身份证号或手机号已注册，请直接登录'),
  WRONG_CREDENTIALS: own('手机号或支付密码不正确'),
  UNAUTHENTICATED: own('请先登录'),
  SMS_TOO_SOON: own('短信验证码发送过于频繁，请稍后再试'),
  SMS_CODE_WRONG: own('短信验证码不正确'),
  SMS_CODE_EXPIRED: own('短信验证码已失效，请重新获取'),
  FACE_MISMATCH: own('人脸识别未通过，请重试'),
  CONSENT_REQUIRED: own('请阅读并同意授权书后继续'),
  VALIDATION: own('提交的内容有误，请检查后重试'),
  UNKNOWN_BANK: own('所选银行暂不支持查询'),
  WRONG_PASSWORD: own('支付密码不正确'),
  LOCKED: own('支付密码错误次数过多，请30分钟后再试'),
  NOT_FOUND: own('没有找到相关记录'),
  PAYLOAD_TOO_LARGE: own('提交的内容过长'),
  UNSUPPORTED_MEDIA_TYPE: own('提交的内容格式不受支持'),
  METHOD_NOT_ALLOWED: own('不支持此操作'),
  STOPPING: own('系统维护中，请稍后再试'),
  BUSY: own('访问人数过多，请稍后再试'),
  INTERNAL: own('服务暂时不可用，请稍后再试'),
} as const satisfies Readonly<Record<string, Text>>;

/** Short messages (R23, R7). None carries personal data. */
export const READY_MESSAGE = '【一键查卡】您的银行卡查询报告已生成，请登录云闪付查看，7个自然日后系统将自动删除。';
export const FAILED_MESSAGE = '【一键查卡】您的银行卡查询未能完成，请重新提交查询。';
export const codeMessage = (code: string): string =>
  `【一键查卡】验证码${code}，5分钟内有效。请勿向他人透露验证码，谨防诈骗。`;

/** The warnings against fraud shown when applying and viewing (R27): sections 10 and 4 of the source. */
export const ADVICE: readonly string[] = [
  '目前，“一键查卡”为个人加强自身银行卡管理自主行为，商业银行和银联办理相关业务无“一键查卡”要求，以投资理财、贷款审批、快递理赔、会员退订、网购刷单、信用卡提额、变更学生账户、注销账户、对接安全认证、归还教育额度等为由，要求您进行“一键查卡”的行为均为诈骗。',
  '为保障您的银行卡信息安全，报告仅限本人查询和使用，查询成功后请妥善保管报告，不要轻易向他人透露“一键查卡”短信验证码或查询结果，不要轻易在他人手机上操作“一键查卡”。',
  '对于非本人掌握或不再使用的银行卡，请及时到银行办理销户手续。注意不得出租、出售银行卡账户给他人使用。',
];

/** Whom to ask about what a report does not show (R22): the source's words, then the bank's telephone service. */
export const CONTACT_ISSUER = (bank: Bank): string =>
  `如有疑问，可联系发卡银行（${bank.shortNameZh} ${bank.customerService}）`;
