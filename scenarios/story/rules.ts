// The rules of one-query card lookup (R1 to R27) as data: what the network must do, each with the sentence of the
// source that it comes from. Scenarios cite them; docs/rules.md is made of them.
import type { RuleId } from './scenario.ts';

/** A sentence of the source, to the letter, and where it stands there. */
export interface SourceSentence {
  readonly section: string;
  readonly text: string;
}

export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  readonly sentence: string;
  /** Undefined where the source says nothing: the rule is of this project's making. */
  readonly source: SourceSentence | undefined;
}

const INTRODUCTION = 'introduction';
const PROCESS = 'the five steps';
const question = (number: number): string => `question ${number}`;

export const RULES: readonly Rule[] = [
  {
    id: 'R1',
    title: 'Issuers',
    sentence:
      'Sixteen national commercial banks are asked, in a fixed order. They are data: another bank is another row.',
    source: {
      section: question(2),
      text: '本批次支持工商银行、农业银行、中国银行、建设银行、交通银行、邮储银行、中信银行、光大银行、招商银行、浦发银行、民生银行、华夏银行、平安银行、兴业银行、广发银行、浙商银行等16家全国性商业银行的银行卡查询。',
    },
  },
  {
    id: 'R2',
    title: 'What an issuer answers',
    sentence:
      'Every card of the customer as debit or credit with the first four and last four digits; a full number never leaves the bank.',
    source: {
      section: question(3),
      text: '明细信息包含每张卡的银行名称、借贷记属性、卡号的前4位后4位等信息。',
    },
  },
  {
    id: 'R3',
    title: 'Cards that cannot be queried',
    sentence:
      'A card is left out and counted under the first reason that holds: expired ID document, no reserved mobile, cardless service off.',
    source: {
      section: question(6),
      text: '部分未预留手机号、身份证过期、未开通无卡自助消费业务等情况的银行卡尚无法提供查询。',
    },
  },
  {
    id: 'R4',
    title: 'Wire',
    sentence: 'A bank answers at once, or accepts and tells its answer on being asked or by callback.',
    source: undefined,
  },
  {
    id: 'R5',
    title: 'Real-name users only',
    sentence: 'Only somebody who is registered with an ID card and a bound card, and is verified, may ask.',
    source: {
      section: PROCESS,
      text: '持卡人需使用个人身份证件信息，完成云闪付用户注册，并绑定银行卡完成实名验证后，方可使用一键查卡功能',
    },
  },
  {
    id: 'R6',
    title: 'Region',
    sentence: 'The region of most logins in six months, or the home region of the mobile, has to be open.',
    source: {
      section: question(2),
      text: '用户在近六个月内登录云闪付APP次数最多的地区或用户云闪付APP注册手机号的归属地区为试点地区的用户',
    },
  },
  {
    id: 'R7',
    title: 'Consent and verification',
    sentence:
      'Consent, face and a code to the mobile come before every query. A code is good for five minutes, five tries and one use, and is sent once a minute; a verification serves one query of one user.',
    source: {
      section: question(9),
      text: '云闪付APP通过人脸识别及注册手机号短信验证开展身份核验获取用户明确授权。',
    },
  },
  {
    id: 'R8',
    title: 'Banks',
    sentence: 'The user chooses the banks of a query: at least one, each known; repeats are folded.',
    source: { section: INTRODUCTION, text: '在线选择当次查询的商业银行范围，通过身份认证后，即可提交查询申请。' },
  },
  {
    id: 'R9',
    title: 'One at a time',
    sentence: 'While a query of a user runs, there is no other of theirs.',
    source: {
      section: PROCESS,
      text: '用户点击“新建查询”按钮后将提示“您有账户报告正在查询中，无需重复申请”。',
    },
  },
  {
    id: 'R10',
    title: 'Interval',
    sentence: 'The next application is open seven days after a report was made; a query that failed sets no interval.',
    source: { section: question(5), text: '用户在最近一次查询报告生成的7天后可以再次发起查询。' },
  },
  {
    id: 'R11',
    title: 'Throttle',
    sentence:
      'A burst and a rate bound the applications, exactly; who is turned away is told when to come again, and has lost nothing.',
    source: {
      section: PROCESS,
      text: '触发了“一键查卡”业务的限流，则用户会遇到“申请人数过多，服务繁忙，请稍后再试”的提示。',
    },
  },
  {
    id: 'R12',
    title: 'Order of checks',
    sentence: 'Form, R5, R6, R7, R8, R9, R10, R11: a refusal names the first that fails, and changes nothing.',
    source: undefined,
  },
  {
    id: 'R13',
    title: 'Exactly one',
    sentence: 'Of any number of simultaneous applications of one user at most one is accepted.',
    source: undefined,
  },
  {
    id: 'R14',
    title: 'Durable before said',
    sentence:
      'What was answered with success survives any crash; an application repeated with its key gets its first answer.',
    source: {
      section: question(8),
      text: '云闪付APP将在申请成功页面中告知用户在24小时内会生成报告，并提示用户注意短信通知。',
    },
  },
  {
    id: 'R15',
    title: 'Fan-out',
    sentence: 'All chosen banks are asked at the same time; one that is slow or broken delays no other.',
    source: {
      section: question(8),
      text: '在用户授权及身份验证通过后，银联向各商业银行发起查询，各商业银行向云闪付反馈查询结果。',
    },
  },
  {
    id: 'R16',
    title: 'Disposition',
    sentence:
      'Each chosen bank ends as exactly one of DELIVERED, DENIED, FAILED and TIMEOUT; until then it is PENDING.',
    source: undefined,
  },
  {
    id: 'R17',
    title: 'Retry',
    sentence:
      'What says "later", and what nobody knows the outcome of, is tried again with growing pauses and not before a Retry-After; a running inquiry is asked for after 1, 2, 4, 8, 16, 32 s and then ever more rarely.',
    source: undefined,
  },
  {
    id: 'R18',
    title: 'Restraint',
    sentence: 'A bank that is down is not hammered: a circuit, a bound on calls in flight, a budget of retries.',
    source: undefined,
  },
  {
    id: 'R19',
    title: 'Deadline',
    sentence: 'Twenty-four hours after acceptance whatever is pending becomes TIMEOUT, and the report is made.',
    source: { section: INTRODUCTION, text: '申请成功后，云闪付APP将在24小时内生成查询报告' },
  },
  {
    id: 'R20',
    title: 'What is wrong is not merged',
    sentence:
      'An answer of another inquiry or bank, with a full number, or against the schema is discarded; repeated and late ones change nothing.',
    source: undefined,
  },
  {
    id: 'R21',
    title: 'Made once',
    sentence: 'One report, which never changes; where no bank delivered the query has failed, and may be repeated.',
    source: {
      section: PROCESS,
      text: '由于“一键查卡”功能仍处于试点、试用阶段，用户可能会查询失败。如确遇此情况，请用户重新提交查询。',
    },
  },
  {
    id: 'R22',
    title: 'Content',
    sentence:
      'Cards counted by bank and kind, each card with its bank, kind and ends; what became of the other banks, and what was left out and why.',
    source: {
      section: question(3),
      text: '概要信息包含用户在各商业银行的银行卡数量(区分借贷记卡，即储蓄卡和信用卡)',
    },
  },
  {
    id: 'R23',
    title: 'Notice',
    sentence: 'Exactly one short message, once the report is durable; and one where the query has failed.',
    source: {
      section: question(8),
      text: '云闪付APP通过注册手机号短信通知持卡人的方式，提醒持卡人查询报告已正式生成，持卡人可登录云闪付APP查看报告。',
    },
  },
  {
    id: 'R24',
    title: 'Seeing it',
    sentence: 'Only its owner, with the payment password; five wrong tries lock for thirty minutes.',
    source: {
      section: question(8),
      text: '用户在云闪付APP内点击“查看报告”，输入APP支付密码，验证通过后方可浏览报告内容。',
    },
  },
  {
    id: 'R25',
    title: 'Retention',
    sentence:
      'Gone at midnight in Shanghai once seven full days have followed the day it was made; the record stays and says so.',
    source: {
      section: question(9),
      text: '7个自然日后系统将自动删除报告，删除后仅为用户提供查询记录并提示报告已过期。',
    },
  },
  {
    id: 'R26',
    title: 'Nobody else sees it',
    sentence: 'The operator cannot read a report, and nothing that is written anywhere carries personal data.',
    source: { section: question(9), text: '银联不会查看、存储及共享用户的查询结果' },
  },
  {
    id: 'R27',
    title: 'Warnings',
    sentence: 'Whoever applies or sees a report is warned of fraud in the words of the source.',
    source: {
      section: question(10),
      text: '不要轻易向他人透露“一键查卡”短信验证码或查询结果，不要轻易在他人手机上操作“一键查卡”。',
    },
  },
];
