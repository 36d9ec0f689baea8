// The words around the phone: who holds it, and what a tester can do beside it. The phone itself is always in Chinese.
import type { Words } from '../words-shape.ts';

interface PhoneWords {
  readonly who: string;
  readonly another: string;
  readonly personas: string;
  readonly anybody: string;
  readonly anybodyLine: string;
  readonly indexLabel: string;
  readonly choose: string;
  readonly make: string;
  readonly makeLine: string;
  readonly region: string;
  readonly openRegions: string;
  readonly closedRegions: string;
  readonly card: string;
  readonly bank: string;
  readonly type: string;
  readonly types: Readonly<Record<'DEBIT' | 'CREDIT', string>>;
  readonly first4: string;
  readonly last4: string;
  readonly reservedMobile: string;
  readonly cardless: string;
  readonly idExpired: string;
  readonly addCard: string;
  readonly removeCard: string;
  readonly makeNow: string;
  readonly made: string;
  readonly truth: string;
  readonly noCards: string;
  readonly shown: string;
  readonly reasons: Readonly<Record<'ID_EXPIRED' | 'NO_RESERVED_MOBILE' | 'CARDLESS_NOT_ENABLED', string>>;
  readonly noPhone: string;
  readonly phone: string;
  readonly beside: string;
  readonly synthetic: string;
  readonly password: string;
  readonly picture: string;
  readonly noPicture: string;
  readonly face: string;
  readonly faces: Readonly<Record<'match' | 'mismatch', string>>;
  readonly looksFirst: string;
  readonly looksFirstHint: string;
  readonly signInFrom: string;
  readonly ownRegion: string;
  readonly time: string;
}

export const PHONE_WORDS: Words<PhoneWords> = {
  zh: {
    who: '谁拿着手机',
    another: '换一个人',
    personas: '人物',
    anybody: '任意一人',
    anybodyLine: '合成人口中的某个序号；留空则为尚未注册的第一人',
    indexLabel: '序号',
    choose: '交给 TA',
    make: '自己造一个人',
    makeLine: '逐张指定银行卡',
    region: '地区',
    openRegions: '试点地区',
    closedRegions: '非试点地区',
    card: '卡',
    bank: '银行',
    type: '类型',
    types: { DEBIT: '借记卡', CREDIT: '贷记卡' },
    first4: '前 4 位',
    last4: '后 4 位',
    reservedMobile: '已预留手机号',
    cardless: '已开通无卡自助消费',
    idExpired: '该行留存的证件已过期',
    addCard: '添加一张卡',
    removeCard: '删除',
    makeNow: '造人并交给 TA 手机',
    made: '自造',
    truth: '各银行留存的卡（真实情况）',
    noCards: '没有任何卡',
    shown: '可查询',
    reasons: { ID_EXPIRED: '证件过期', NO_RESERVED_MOBILE: '未预留手机号', CARDLESS_NOT_ENABLED: '未开通无卡业务' },
    noPhone: '手机还没有交给任何人',
    phone: '手机',
    beside: '手机之外',
    synthetic: '所有人都是合成的：没有真实的姓名、证件号、手机号或卡号，也不要输入真实的。',
    password: '每个人的支付密码都是',
    picture: '以图形查看此查询',
    noPicture: '有查询时，可以在这里打开它的图形',
    face: '人脸识别结果（对所有人）',
    faces: { match: '由手机上的选择决定', mismatch: '一律不通过' },
    looksFirst: '应用先看记录再申请',
    looksFirstHint: '取消后，即使有查询在进行，应用也照样申请，由网络来拒绝。',
    signInFrom: '登录地区',
    ownRegion: '本人所在地区',
    time: '页首的时钟可以前进一小时或七天，手机随即显示结果。',
  },
  en: {
    who: 'Who holds the phone',
    another: 'Somebody else',
    personas: 'Personas',
    anybody: 'Anybody',
    anybodyLine: 'of the synthetic population, by number; without, the first who is not registered',
    indexLabel: 'Number',
    choose: 'Hand over',
    make: 'Make somebody',
    makeLine: 'card by card',
    region: 'Region',
    openRegions: 'Open',
    closedRegions: 'Not open',
    card: 'Card',
    bank: 'Bank',
    type: 'Type',
    types: { DEBIT: 'Debit', CREDIT: 'Credit' },
    first4: 'First 4',
    last4: 'Last 4',
    reservedMobile: 'mobile reserved',
    cardless: 'cardless service on',
    idExpired: 'ID on file has expired',
    addCard: 'Add a card',
    removeCard: 'Remove',
    makeNow: 'Make, and hand over the phone',
    made: 'made',
    truth: 'What the banks have on file (the truth)',
    noCards: 'no card at all',
    shown: 'shown',
    reasons: {
      ID_EXPIRED: 'ID expired',
      NO_RESERVED_MOBILE: 'no mobile reserved',
      CARDLESS_NOT_ENABLED: 'cardless off',
    },
    noPhone: 'Nobody holds the phone yet',
    phone: 'The phone',
    beside: 'Beside the phone',
    synthetic: 'Everybody is synthetic: no real name, ID number, mobile or card. Do not type any.',
    password: "Everybody's payment password is",
    picture: 'Open this query as a picture',
    noPicture: 'Once there is a query, its picture opens from here',
    face: 'Face verification (for everybody)',
    faces: { match: 'as chosen on the phone', mismatch: 'never passes' },
    looksFirst: 'The app looks at its records before it asks',
    looksFirstHint: 'Without, it applies although a query runs, and the network refuses.',
    signInFrom: 'Signs in from',
    ownRegion: 'own region',
    time: 'The clock in the head of the page goes an hour or seven days on; the phone shows what follows.',
  },
};
