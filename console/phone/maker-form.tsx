// Makes somebody: a region, and card by card what the banks have on file.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { BANKS } from '../../core/banks.ts';
import { REGIONS } from '../../core/regions.ts';
import { language, say } from '../language.ts';
import { customerProblem, isChoosing, type MadeCard, type MadePerson, make } from './customer.ts';
import { PHONE_WORDS } from './words.ts';

/** As the report's own example: `6225 **** **** 1234`. */
const FIRST4 = '6225';
/** A list longer than this is written as a scenario file. */
const MAX_CARDS = 40;
/** The first of the pilot regions: Shanghai. */
const FIRST_REGION = '31';

const cardOf = (bank: string, number: number): MadeCard => ({
  bank,
  type: 'DEBIT',
  first4: FIRST4,
  last4: String(number).padStart(4, '0'),
  reservedMobile: true,
  cardlessEnabled: true,
  idExpired: false,
});

/** Kept while other pages are looked at. */
const draft = signal<MadePerson>({ region: FIRST_REGION, cards: [cardOf('CMB', 1234)] });

const change = (at: number, member: Partial<MadeCard>): void => {
  const { region, cards } = draft.value;
  const changed = cards.map((card, place) => (place === at ? { ...card, ...member } : card));
  const { bank, idExpired } = changed[at] ?? {};
  // A bank has one ID document on file, so its cards go together; a card that moves to a bank takes on what is so
  // there.
  const moved = member.bank === undefined ? undefined : cards.find((card, place) => place !== at && card.bank === bank);
  const expired = moved?.idExpired ?? idExpired ?? false;
  draft.value = {
    region,
    cards: changed.map((card) => (card.bank === bank ? { ...card, idExpired: expired } : card)),
  };
};

const add = (): void => {
  const { region, cards } = draft.value;
  const last = cards.at(-1);
  const number = (Number(last?.last4 ?? 1233) + 1) % 10_000;
  const expired = cards.find(({ bank }) => bank === (last?.bank ?? 'CMB'))?.idExpired ?? false;
  draft.value = { region, cards: [...cards, { ...cardOf(last?.bank ?? 'CMB', number), idExpired: expired }] };
};

const remove = (at: number): void => {
  draft.value = { ...draft.value, cards: draft.value.cards.filter((_card, place) => place !== at) };
};

export const MakerForm = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  const { region, cards } = draft.value;
  const errors = customerProblem.value?.errors ?? [];
  return (
    <form
      class="stack phone-maker"
      onSubmit={(event) => {
        event.preventDefault();
        void make(draft.value);
      }}
    >
      <RegionChoice region={region} onRegion={(chosen) => (draft.value = { ...draft.value, region: chosen })} />
      {cards.map((card, at) => (
        // Cards have no names of their own: a card is its place in the list.
        <CardFields
          key={`${at}`}
          card={card}
          at={at}
          mistakes={errors.filter(({ pointer }) => `${pointer}/`.startsWith(`/cards/${at}/`))}
        />
      ))}
      <div class="row">
        <button type="button" disabled={cards.length >= MAX_CARDS} onClick={add}>
          {words.addCard}
        </button>
        <button type="submit" class="primary" disabled={isChoosing.value}>
          {words.makeNow}
        </button>
      </div>
    </form>
  );
};

interface RegionChoiceProps {
  readonly region: string;
  readonly onRegion: (region: string) => void;
}

const RegionChoice = ({ region, onRegion }: RegionChoiceProps): JSX.Element => {
  const words = say(PHONE_WORDS);
  return (
    <label class="row">
      {words.region}
      <select value={region} onChange={({ currentTarget }) => onRegion(currentTarget.value)}>
        <RegionOptions />
      </select>
    </label>
  );
};

/** Open ones first (R6). */
export const RegionOptions = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  return (
    <>
      {[true, false].map((isOpen) => (
        <optgroup key={`${isOpen}`} label={isOpen ? words.openRegions : words.closedRegions}>
          {REGIONS.filter(({ pilot }) => pilot === isOpen).map(({ code, nameZh }) => (
            <option key={code} value={code}>
              {nameZh}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
};

interface CardFieldsProps {
  readonly card: MadeCard;
  readonly at: number;
  readonly mistakes: readonly { readonly pointer: string; readonly message: string }[];
}

const CardFields = ({ card, at, mistakes }: CardFieldsProps): JSX.Element => {
  const words = say(PHONE_WORDS);
  const flag = (member: 'reservedMobile' | 'cardlessEnabled' | 'idExpired', text: string): JSX.Element => (
    <label class="phone-flag">
      <input
        type="checkbox"
        checked={card[member]}
        onChange={({ currentTarget }) => change(at, { [member]: currentTarget.checked })}
      />
      {text}
    </label>
  );
  const digits = (member: 'first4' | 'last4', text: string): JSX.Element => (
    <label class="stack phone-label">
      {text}
      <input
        class="number"
        inputMode="numeric"
        autocomplete="off"
        maxLength={4}
        size={4}
        value={card[member]}
        onInput={({ currentTarget }) => change(at, { [member]: currentTarget.value })}
      />
    </label>
  );
  return (
    <fieldset class="phone-made-card">
      <legend class="number">
        {words.card} {at + 1}
      </legend>
      <div class="row">
        <label class="stack phone-label">
          {words.bank}
          <select value={card.bank} onChange={({ currentTarget }) => change(at, { bank: currentTarget.value })}>
            {BANKS.map(({ code, shortNameZh }) => (
              <option key={code} value={code}>
                {language.value === 'zh' ? shortNameZh : code}
              </option>
            ))}
          </select>
        </label>
        <label class="stack phone-label">
          {words.type}
          <select
            value={card.type}
            onChange={({ currentTarget }) =>
              change(at, { type: currentTarget.value === 'CREDIT' ? 'CREDIT' : 'DEBIT' })
            }
          >
            <option value="DEBIT">{words.types.DEBIT}</option>
            <option value="CREDIT">{words.types.CREDIT}</option>
          </select>
        </label>
        {digits('first4', words.first4)}
        {digits('last4', words.last4)}
      </div>
      <div class="row">
        {flag('reservedMobile', words.reservedMobile)}
        {flag('cardlessEnabled', words.cardless)}
        {flag('idExpired', words.idExpired)}
        <button type="button" class="quiet" aria-label={`${words.removeCard} ${at + 1}`} onClick={() => remove(at)}>
          {words.removeCard}
        </button>
      </div>
      {mistakes.map(({ pointer, message }) => (
        <p key={pointer} class="notice bad" role="alert">
          <code>{pointer}</code> {message}
        </p>
      ))}
    </fieldset>
  );
};
