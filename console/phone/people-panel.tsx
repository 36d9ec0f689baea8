// Who holds the phone: personas, anybody, or somebody made; and the truth about whoever it is.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { language, say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { onChange } from '../live/overview.ts';
import type { HeldBank, PersonaLine } from '../wire/people.ts';
import { personasSchema } from '../wire/people.ts';
import { choose, customer, customerProblem, isChoosing, type Wish } from './customer.ts';
import { MakerForm } from './maker-form.tsx';
import { PERSONA_LINES } from './persona-lines.ts';
import { PHONE_WORDS } from './words.ts';

const personas = signal<readonly PersonaLine[]>([]);
const personasProblem = signal<Problem | undefined>(undefined);

/** What a new tester finds in the hand of somebody to whom nothing special happens. */
const FIRST_PERSONA = 'ordinary';

/** On a small screen the phone comes first: the choice unfolds, and folds when somebody has been chosen. */
const IS_WIDE = matchMedia('(min-width: 52rem)').matches;
const isUnfolded = signal(IS_WIDE);

const handTo = async (wish: Wish): Promise<void> => {
  if ((await choose(wish)) && !IS_WIDE) isUnfolded.value = false;
};

const load = async (): Promise<void> => {
  if (personas.value.length === 0) {
    const answer = await ask('/control/personas', personasSchema);
    personasProblem.value = answer.ok ? undefined : answer.problem;
    if (answer.ok) personas.value = answer.value.personas;
  }
  if (customer.value === undefined && !isChoosing.value) await choose({ persona: FIRST_PERSONA });
};

export const PeoplePanel = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  // Once more when the network is there again, or a token has been given.
  useEffect(() => onChange(() => void load()), []);
  useEffect(() => void load(), []);
  const problem = customerProblem.value ?? personasProblem.value;
  return (
    <section class="stack phone-people" aria-labelledby="phone-who">
      <h2 id="phone-who">{words.who}</h2>
      {problem === undefined ? null : (
        <p class="notice bad" role="alert">
          {problem.detail} <code>{problem.code}</code>
        </p>
      )}
      <Holder />
      <details
        class="phone-others"
        open={isUnfolded.value}
        onToggle={({ currentTarget }) => {
          isUnfolded.value = currentTarget.open;
        }}
      >
        <summary>{words.another}</summary>
        <div class="stack">
          <h3>{words.personas}</h3>
          <div class="phone-personas" aria-busy={isChoosing.value}>
            {personas.value.map(({ name, promise }) => (
              <button
                type="button"
                key={name}
                class="phone-choice"
                aria-pressed={customer.value?.persona === name && customer.value.made === undefined}
                onClick={() => void handTo({ persona: name })}
              >
                <strong>{name}</strong>
                <span class="soft">{say(PERSONA_LINES)[name] ?? promise}</span>
              </button>
            ))}
          </div>
          <AnybodyForm />
          <details class="card">
            <summary>
              <strong>{words.make}</strong> <span class="soft">{words.makeLine}</span>
            </summary>
            <MakerForm />
          </details>
        </div>
      </details>
    </section>
  );
};

const AnybodyForm = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  const [typed, setTyped] = useState('');
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void handTo(typed === '' ? {} : { index: Number(typed) });
      }}
    >
      <h3>{words.anybody}</h3>
      <p class="soft">{words.anybodyLine}</p>
      <div class="row">
        <label class="row">
          {words.indexLabel}
          <input
            class="phone-index number"
            inputMode="numeric"
            pattern="[0-9]*"
            autocomplete="off"
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
        <button type="submit">{words.choose}</button>
      </div>
    </form>
  );
};

/** Whoever it is, and what every bank has on file: what a report has to show. */
const Holder = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  const who = customer.value;
  if (who === undefined) return <p class="card phone-holder soft">{words.noPhone}</p>;
  const kind = who.made === undefined ? (who.persona ?? words.anybody) : words.made;
  return (
    <div class="card phone-holder stack">
      <p class="spread">
        <strong lang="zh-CN">{who.name}</strong>
        <span class="row">
          <span lang="zh-CN">{who.regionName}</span>
          <span class="tag calm number">
            {kind} · {who.index}
          </span>
        </span>
      </p>
      <details>
        <summary>{words.truth}</summary>
        {who.banks.length === 0 ? <p class="soft">{words.noCards}</p> : null}
        <ul class="phone-truth">
          {who.banks.map((bank) => (
            <TruthOfBank key={bank.bank} bank={bank} />
          ))}
        </ul>
      </details>
    </div>
  );
};

const TruthOfBank = ({ bank: { bank, bankName, cards } }: { readonly bank: HeldBank }): JSX.Element => {
  const words = say(PHONE_WORDS);
  return (
    <li>
      <strong>{language.value === 'zh' ? bankName : bank}</strong>
      <ul>
        {cards.map(({ cardType, panFirst4, panLast4, unsupported }, at) => (
          // Two cards of a bank may show the same digits: the list never changes its order.
          <li key={`${panFirst4}${panLast4}${at}`} class="spread">
            <span class="number">
              {words.types[cardType]} {panFirst4} **** {panLast4}
            </span>
            <span class={`tag ${unsupported === undefined ? 'good' : 'warn'}`}>
              {unsupported === undefined ? words.shown : words.reasons[unsupported]}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
};
