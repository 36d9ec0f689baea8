// What is special about each persona, in a line. One that has none here is shown with the network's own promise.
export const PERSONA_LINES: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>> = {
  zh: {
    ordinary: '三家以上银行有卡，全部可查询',
    'many-cards': '每家银行都有四张以上，共超过 180 张',
    'no-cards': '在网络中的任何银行都没有卡',
    'credit-only': '两家以上银行，只有贷记卡',
    'no-reserved-mobile': '两家以上银行有卡，均未预留手机号',
    'expired-id': '两家以上银行有卡，留存的身份证件均已过期',
    'cardless-off': '两家以上银行有卡，均未开通无卡自助消费业务',
    'mixed-reasons': '一家银行有可查询的卡和两种不可查询的卡，另一家证件已过期',
    'life-long-id': '证件长期有效，三家以上银行有卡',
    'one-bank': '只在一家银行有卡',
    'region-closed': '与 ordinary 相同，但身份证和手机号属于非试点地区',
  },
  en: {
    ordinary: 'cards at three banks or more, all of which can be queried',
    'many-cards': 'four cards or more at every bank, over 180 in all',
    'no-cards': 'no card at any bank of the network',
    'credit-only': 'credit cards only, at two banks or more',
    'no-reserved-mobile': 'cards at two banks or more, none with a mobile reserved',
    'expired-id': 'cards at two banks or more, each with an expired ID document on file',
    'cardless-off': 'cards at two banks or more, cardless service off for all',
    'mixed-reasons': 'cards that show and cards that do not at one bank, an expired ID at another',
    'life-long-id': 'an ID document for life; cards at three banks or more',
    'one-bank': 'cards at exactly one bank',
    'region-closed': 'as ordinary, but from a region outside the pilot',
  },
};
