// One person as a tester writes them down (PUT /people, scenario files), and the change of the generated person that
// comes of it.
import { z } from 'zod';
import type { IssuerCode } from '../../core/banks.ts';
import { dayFromNumber, dayNumber } from '../../core/calendar.ts';
import type { MemberError } from '../../core/failures.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { jsonPointer } from '../../core/json.ts';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  MAX_CARDS_PER_ANSWER,
  MOBILE_PATTERN,
  nameSchema,
} from '../../core/messages.ts';
import { findRegion, type RegionCode } from '../../core/regions.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { panWithEnds } from './card-numbers.ts';
import type { PersonOverride } from './overrides.ts';
import type { ExpiryDay, HeldCard, Holding } from './person.ts';
import { partsOfDay } from './validity-rule.ts';

/** What was written of a person; a member left out stays as it is. */
export interface PersonForm {
  readonly name?: string | undefined;
  readonly mobile?: string | undefined;
  readonly region?: RegionCode | undefined;
  /** Of the copy of the ID document that each bank has on file. */
  readonly idExpiresOn?: Readonly<Record<IssuerCode, ExpiryDay | undefined>> | undefined;
  /** All cards of the person at all banks. */
  readonly cards?: readonly HeldCard[] | undefined;
}

const expiry = () =>
  reading(
    (given): ExpiryDay | undefined => {
      if (given === 'LIFE' || given === 'LONG_TERM') return 'LONG_TERM';
      return typeof given === 'string' && isDay(given) ? given : undefined;
    },
    'must be a day such as 2020-01-01, or LIFE',
    { type: 'string', pattern: '^([0-9]{4}-[0-9]{2}-[0-9]{2}|LIFE|LONG_TERM)$' },
  );

const isDay = (text: string): boolean => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const { year, month, day } = partsOfDay(text);
  return month >= 1 && month <= 12 && day >= 1 && dayFromNumber(dayNumber(year, month, day)) === text;
};

export const fourDigits = () =>
  reading(
    (given) => (typeof given === 'string' && /^[0-9]{4}$/.test(given) ? given : undefined),
    'must be four digits in quotes, such as "0001"',
    { type: 'string', pattern: '^[0-9]{4}$' },
  );

export const yesOrNo = () =>
  reading((given) => (typeof given === 'boolean' ? given : undefined), 'must be true or false', { type: 'boolean' });

/** As bins.json has them for most banks. */
const PAN_LENGTH = { DEBIT: 19, CREDIT: 16 } as const;

const cardSchema = (codes: readonly IssuerCode[]) =>
  group({
    bank: oneOf(codes),
    type: oneOf(CARD_TYPES),
    first4: fourDigits(),
    last4: fourDigits(),
    reservedMobile: yesOrNo().optional(),
    cardlessEnabled: yesOrNo().optional(),
    accountClass: oneOf(ACCOUNT_CLASSES).optional(),
    status: oneOf(CARD_STATUSES).optional(),
  }).transform((card, context): HeldCard => {
    const { bank, type, first4, last4, accountClass, status = 'NORMAL' } = card;
    const { reservedMobile = true, cardlessEnabled = true } = card;
    if (type === 'CREDIT' && accountClass !== undefined) {
      const message = 'must not stand there: a credit card has no account class';
      context.addIssue({ code: 'custom', path: ['accountClass'], message });
    }
    return {
      bank,
      cardType: type,
      pan: panWithEnds(first4, last4, PAN_LENGTH[type]),
      ...(accountClass === undefined ? {} : { accountClass }),
      status,
      reservedMobile,
      cardlessEnabled,
    };
  });

/** The keys of a person who has cards at some of these banks, to stand beside other keys. */
export const personKeys = (codes: readonly IssuerCode[]) => ({
  name: reading((given) => nameSchema.safeParse(given).data, 'must be 1 to 64 characters', {
    type: 'string',
    minLength: 1,
    maxLength: 64,
  }).optional(),
  mobile: reading(
    (given) => (typeof given === 'string' && MOBILE_PATTERN.test(given) ? given : undefined),
    'must be 11 digits in quotes, starting with 1',
    { type: 'string', pattern: MOBILE_PATTERN.source },
  ).optional(),
  region: reading(
    (given) => (typeof given === 'string' ? findRegion(given)?.code : undefined),
    'must be a region: a two-digit province code in quotes ("31") or its name (上海)',
    { type: 'string' },
  ).optional(),
  idExpiresOn: group(Object.fromEntries(codes.map((code) => [code, expiry().optional()]))).optional(),
  cards: z
    .array(cardSchema(codes), { error: 'must be a list of cards' })
    .max(codes.length * MAX_CARDS_PER_ANSWER, `must not be more than ${codes.length * MAX_CARDS_PER_ANSWER} cards`)
    .optional(),
});

/** One person; `null` and nothing are a person without a change. */
export const personSchema = (codes: readonly IssuerCode[]): z.ZodType<PersonForm> => group(personKeys(codes));

/**
 * The change of a person who holds `holdings` now. A bank's copy of the ID document is for life where the form gives
 * cards and says nothing else: written cards are shown unless the form says why not.
 * @returns or what is wrong with the form for this person, with pointers into it
 */
export const overrideOf = (
  { name, mobile, region, idExpiresOn, cards }: PersonForm,
  holdings: readonly Holding[],
): Result<PersonOverride, readonly MemberError[]> => {
  const held = cards === undefined ? holdings : holdingsOf(cards);
  const dates = new Map(Object.entries(idExpiresOn ?? {}).flatMap(([bank, day]) => (day ? [[bank, day]] : [])));
  const strangers = [...dates.keys()].filter((code) => !held.some(({ bank }) => bank === code));
  const errors = [
    ...strangers.map((code) => ({
      pointer: jsonPointer(['idExpiresOn', code]),
      message: 'must be of a bank where this person holds a card',
    })),
    ...mistakesInCards(cards ?? []),
  ];
  if (errors.length > 0) return fail(errors);
  const isTouched = cards !== undefined || dates.size > 0;
  return ok({
    ...(name === undefined ? {} : { name }),
    ...(mobile === undefined ? {} : { mobile }),
    ...(region === undefined ? {} : { region }),
    ...(isTouched
      ? { holdings: held.map((one) => ({ ...one, idExpiresOn: dates.get(one.bank) ?? one.idExpiresOn })) }
      : {}),
  });
};

const holdingsOf = (cards: readonly HeldCard[]): readonly Holding[] =>
  [...Map.groupBy(cards, ({ bank }) => bank)].map(([bank, own]) => ({ bank, idExpiresOn: 'LONG_TERM', cards: own }));

/** Two cards with one number would be one, and of more than its limit no bank may answer. */
const mistakesInCards = (cards: readonly HeldCard[]): readonly MemberError[] => {
  const counts = new Map<string, number>();
  const firstAt = new Map<string, number>();
  return cards.flatMap(({ bank, pan }, at) => {
    const count = (counts.get(bank) ?? 0) + 1;
    counts.set(bank, count);
    const key = `${bank} ${pan}`;
    const before = firstAt.get(key);
    if (before === undefined) firstAt.set(key, at);
    return [
      ...(before === undefined ? [] : [`must not have type and ends of card ${before} at the same bank`]),
      ...(count === MAX_CARDS_PER_ANSWER + 1 ? [`must not be more than card ${MAX_CARDS_PER_ANSWER} at its bank`] : []),
    ].map((message) => ({ pointer: jsonPointer(['cards', at]), message }));
  });
};
