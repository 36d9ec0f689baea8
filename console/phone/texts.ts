// What the app on the phone says by itself, in Chinese whatever the language of the page around it. Words marked
// `source` are the source's own, to the letter; all that the network refuses comes from the network.
import { BANKS } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';

const source = (text: string): string => text;
const own = (text: string): string => text;

export const APP_TEXTS = {
  app: source('云闪付'),
  lookup: source('一键查卡'),
  services: source('便民服务'),
  newQuery: source('新建查询'),
  viewReport: source('查看报告'),
  applied: source('申请成功'),
  back: source('返回'),
  apply: source('申请查询'),
  records: source('查询记录'),
  /** Said by the app, which sees in its records that a query runs (R9). */
  inProgress: source('您有账户报告正在查询中，无需重复申请'),
  retention: source('7个自然日后系统将自动删除'),
  offline: own('网络不可用，正在重连'),
  unreachable: own('网络连接失败，请检查网络后重试'),
  unexpected: own('服务暂时不可用，请稍后再试'),
} as const;

/** What is read and accepted before every query (R7): the source's sections 8 to 10, in words of our own. */
export const CONSENT_TEXTS: readonly string[] = [
  own('我授权中国银联向我选择的商业银行查询我本人名下的银行卡信息，并由各银行向云闪付反馈查询结果。'),
  own('查询结果包含各银行的银行卡数量，以及每张卡的银行名称、借贷记属性、卡号前4位和后4位等脱敏信息。'),
  own('银联仅为我暂存查询报告7个自然日，到期自动删除，删除后只保留查询记录。'),
  own('本次授权仅用于本次查询；我将通过人脸识别和注册手机号的短信验证码完成本人核验。'),
];

/** Everybody in the simulation has this payment password: it protects nothing. */
export const SYNTHETIC_PASSWORD = '135246';

/** The version that is sent with the consent. */
export const CONSENT_VERSION = '2022-03';

/** Warnings of the source, section 10 (R27). */
export const FRAUD_ADVICE: readonly string[] = [
  '目前，“一键查卡”为个人加强自身银行卡管理自主行为，商业银行和银联办理相关业务无“一键查卡”要求，以投资理财、贷款审批、快递理赔、会员退订、网购刷单、信用卡提额、变更学生账户、注销账户、对接安全认证、归还教育额度等为由，要求您进行“一键查卡”的行为均为诈骗。',
  '为保障您的银行卡信息安全，报告仅限本人查询和使用，查询成功后请妥善保管报告，不要轻易向他人透露“一键查卡”短信验证码或查询结果，不要轻易在他人手机上操作“一键查卡”。',
];

export const STATUS_TEXTS = {
  RUNNING: own('查询中'),
  READY: own('报告已生成'),
  FAILED: own('查询失败'),
  EXPIRED: source('报告已过期'),
} as const;

export const PENDING_TEXT = own('等待反馈');

/** `2026-01-05T09:00:00+08:00` as a person reads it. */
export const timeText = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;

/** An instant (epoch ms) as the phone's clock shows it: Shanghai time. */
export const clockText = (atMs: number): string => shanghaiTimestamp(atMs).slice(11, 16);

const BANK_NAMES: ReadonlyMap<string, string> = new Map(BANKS.map(({ code, shortNameZh }) => [code, shortNameZh]));

/** A bank as the app calls it; one outside the network is another. */
export const bankNameOf = (code = ''): string => BANK_NAMES.get(code) ?? '其他银行';
