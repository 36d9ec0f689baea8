// The people of a network under virtual time, changed as the control API changes them; and what each bank had to answer
// about them at any time, for the oracle.
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import type { Written } from '../../core/fields.ts';
import type { BankAnswer } from '../../engine/report.ts';
import { answerOf } from '../../simulator/people/ground-truth.ts';
import type { People } from '../../simulator/people/people.ts';
import type { Holding, Person } from '../../simulator/people/person.ts';
import { overrideOf, type PersonForm } from '../../simulator/people/person-schema.ts';
import type { PersonaName } from '../../simulator/people/personas.ts';
import type { RunContext } from '../oracle/sight.ts';
import { StoryProblem } from '../play/story-problem.ts';

/** What the banks had on file about somebody up to an instant. */
interface Past {
  readonly untilMs: number;
  readonly holdings: readonly Holding[];
}

/** A part of a time in which a bank's file did not change. */
interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly holding: Holding | undefined;
}

export class VirtualPeople {
  readonly #people: People;
  readonly #now: () => number;
  /** By ID number, the oldest first. */
  readonly #pasts = new Map<string, Past[]>();
  /** Everybody who had a part so far, once as they first were and once after each change. */
  readonly #known: Person[] = [];
  readonly #met = new Set<string>();

  constructor(people: People, now: () => number) {
    this.#people = people;
    this.#now = now;
  }

  get known(): readonly Person[] {
    return this.#known;
  }

  persona(name: PersonaName, index: number): Person {
    return this.person(this.#people.persona(name, index));
  }

  person(idNumber: string): Person {
    const person = this.#people.find(idNumber);
    if (person === undefined) throw new StoryProblem("an ID number of the story is nobody's");
    if (!this.#met.has(idNumber)) this.#known.push(person);
    this.#met.add(idNumber);
    return person;
  }

  /** @throws {StoryProblem} where the change does not fit the person as they are now */
  change({ idNumber }: Person, { value }: Written<PersonForm>): void {
    const before = this.person(idNumber);
    const override = overrideOf(value, before.holdings);
    if (!override.ok) {
      const errors = override.failure.map(({ pointer, message }) => `${pointer} ${message}`);
      throw new StoryProblem(`a person cannot be changed so: ${errors.join('; ')}`);
    }
    this.#people.override(idNumber, override.value);
    const past = { untilMs: this.#now(), holdings: before.holdings };
    this.#pasts.set(idNumber, [...(this.#pasts.get(idNumber) ?? []), past]);
    this.#met.delete(idNumber);
    this.person(idNumber);
  }

  /** Each different answer that the bank had to give at some instant of this time (R3). */
  readonly truths: RunContext['truths'] = (idNumber, bank, fromMs, untilMs) => {
    // Nearly always: nobody has changed anything, and it is still the same day.
    if (!this.#pasts.has(idNumber) && shanghaiDay(fromMs) === shanghaiDay(untilMs)) {
      const holding = this.#people.holding(idNumber, bank);
      return holding === undefined ? NO_CUSTOMER : [answerOf(holding, shanghaiDay(untilMs))];
    }
    const answers = this.#spansOf(idNumber, bank)
      .filter((span) => span.fromMs <= untilMs && span.untilMs >= fromMs)
      .flatMap((span) => answersIn(span, Math.max(fromMs, span.fromMs), Math.min(untilMs, span.untilMs)));
    const told = new Set<string>();
    return answers.filter((answer) => {
      const text = JSON.stringify(answer);
      if (told.has(text)) return false;
      told.add(text);
      return true;
    });
  };

  #spansOf(idNumber: string, bank: IssuerCode): readonly Span[] {
    let fromMs = Number.NEGATIVE_INFINITY;
    const spans: Span[] = [];
    for (const { untilMs, holdings } of this.#pasts.get(idNumber) ?? []) {
      spans.push({ fromMs, untilMs, holding: holdings.find((one) => one.bank === bank) });
      fromMs = untilMs;
    }
    return [...spans, { fromMs, untilMs: Number.POSITIVE_INFINITY, holding: this.#people.holding(idNumber, bank) }];
  }
}

/** Whatever the day. */
const NO_CUSTOMER: readonly BankAnswer[] = [answerOf(undefined, shanghaiDay(0))];

/** A document that runs out changes the answer once: between the first day and the last there is no third answer. */
const answersIn = ({ holding }: Span, fromMs: number, untilMs: number): readonly BankAnswer[] => {
  const days = [shanghaiDay(fromMs), shanghaiDay(untilMs)] as const;
  return [...new Set(days)].map((day) => answerOf(holding, day));
};
