// An answer that must not be merged (R20): of another inquiry, from another bank, with a full card number, or breaking
// the schema. In the reply and in the callbacks that this call sets going.
import { BANKS } from '../../core/banks.ts';
import { oneOf } from '../../core/fields.ts';
import type { BreakageKind, FaultCall } from './fault.ts';

const LIES = ['other-inquiry', 'other-bank', 'full-pan', 'schema'] as const;

export interface WrongAnswer {
  readonly kind: 'wrong-answer';
  readonly what: (typeof LIES)[number];
}

type Message = Readonly<Record<string, unknown>>;

const TELL: Readonly<Record<(typeof LIES)[number], (message: Message, call: FaultCall) => Message>> = {
  'other-inquiry': (message, { inquiryId }) => ({ ...message, inquiryId: otherId(inquiryId) }),
  'other-bank': (message, { issuer, unit }) => ({ ...message, issuer: otherBank(issuer, unit('bank')) }),
  'full-pan': (message, call) => ({ ...message, ...withFullNumber(message.cards, call) }),
  schema: (message, { unit }) => ({ ...message, ...withBrokenMember(message, unit('schema')) }),
};

/** As long as the other and within the pattern, but never the same: its last character is the next one. */
const otherId = (inquiryId: string): string => `${inquiryId.slice(0, -1)}${inquiryId.endsWith('0') ? '1' : '0'}`;

const otherBank = (issuer: string, unit: number): string => {
  const others = BANKS.filter(({ code }) => code !== issuer);
  return others[Math.floor(unit * others.length)]?.code ?? 'NOBANK';
};

/** The number is made up, ends included where there is a card: nobody's, and sixteen digits all the same. */
const withFullNumber = (cards: unknown, { unit }: FaultCall): Message => {
  const middle = String(Math.floor(unit('pan') * 1e8)).padStart(8, '0');
  if (!Array.isArray(cards)) return { pan: `6200${middle}0000` };
  const [first = { cardType: 'DEBIT', panFirst4: '6200', panLast4: '0000' }, ...others] = cards as Message[];
  return { cards: [{ ...first, pan: `${first.panFirst4}${middle}${first.panLast4}` }, ...others] };
};

/** What real teams ship: lower-case enums, null for an empty list, a number for a text. */
const withBrokenMember = ({ cards, respCode }: Message, unit: number): Message => {
  if (!Array.isArray(cards)) return { respCode: Number(respCode) };
  if (cards.length === 0) return { cards: null };
  const [first, ...others] = cards as Message[];
  const broken =
    unit < 0.5
      ? { ...first, cardType: String(first?.cardType).toLowerCase() }
      : { ...first, panLast4: Number(first?.panLast4) };
  return { cards: [broken, ...others] };
};

export const wrongAnswer: BreakageKind<WrongAnswer> = {
  kind: 'wrong-answer',
  summary:
    'An answer that must not be merged (R20), `what`: other-inquiry, other-bank, full-pan or schema. Callbacks too.',
  keys: { what: oneOf(LIES) },
  decides: 'body',
  alter({ what }, delivery, call) {
    const lie = (body: object): Message => TELL[what]({ ...body }, call);
    const { act, callbacks } = delivery;
    return {
      ...delivery,
      act: act.kind === 'respond' ? { ...act, body: lie(act.body) } : act,
      ...(callbacks === undefined
        ? {}
        : { callbacks: callbacks.map((order) => ({ ...order, body: lie(order.body) })) }),
    };
  },
};
