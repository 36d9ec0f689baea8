// I9: no name, ID number, mobile or card number beyond the mask stands outside the places where it belongs: the issuer,
// the answers to its owner, the owner's phone. Read are the cards of reports, all events, all texts from elsewhere, and
// the steps in words.
import { createPersonalDataScanner, type Finding, isWorthALook, type PersonalDataScanner } from './personal-data.ts';
import type { Invariant, RunContext, Seen, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const nothingUnmasked: Invariant = {
  id: 'I9',
  title: 'nothing unmasked outside the issuer, anywhere',
  watch: (context) => new Texts(context.people),
};

/** From eleven digits on a number may be a mobile or a card; one of thirteen is an instant, for cards have more. */
const ELEVEN_DIGITS = 1e10;
const THIRTEEN_DIGITS = 1e12;
const FOURTEEN_DIGITS = 1e13;

/** More than there are ids of what is under way at one time. */
const MAX_BARE = 10_000;

class Texts implements Watch {
  readonly #people: RunContext['people'];
  readonly #scanner: PersonalDataScanner = createPersonalDataScanner([]);
  /** Texts in which there can be nothing, whoever is known: ids and words come again and again. */
  readonly #bare = new Set<string>();
  #known = 0;

  constructor(people: RunContext['people']) {
    this.#people = people;
  }

  /** Every event of whatever type, also one that is not known here. */
  everything(seen: Seen): readonly Violation[] {
    if (!('type' in seen)) return NONE;
    const findings = this.#findInside(seen);
    if (findings.length === 0) return NONE;
    return told(`an event ${seen.type}`, 'queryId' in seen ? seen.queryId : '', findings);
  }

  report({ queryId, report }: SeenAs<'report'>): readonly Violation[] {
    const cards = report.cards.filter(isUnmasked).length;
    if (cards === 0) return NONE;
    return broken('I9', queryId, `a report shows more than four digits in a row of ${cards} cards`);
  }

  text({ where, text }: SeenAs<'text'>): readonly Violation[] {
    return told(where, '', this.#findIn(text));
  }

  step({ text }: SeenAs<'step'>): readonly Violation[] {
    return told('a step', '', this.#findIn(text));
  }

  /** Looks at every member, at any depth, without writing the whole out: there are millions of events. */
  #findInside(members: object): readonly Finding[] {
    let found = NOTHING;
    for (const value of Object.values(members)) {
      // Nearly every member is a text in which there is nothing.
      if (typeof value === 'string' && this.#bare.has(value)) continue;
      const inside = this.#findInMember(value);
      if (inside.length > 0) found = [...found, ...inside];
    }
    return found;
  }

  #findInMember(value: unknown): readonly Finding[] {
    if (typeof value === 'string') return this.#findIn(value);
    if (typeof value === 'number') return couldBeNumberOf(value) ? this.#findIn(String(value)) : NOTHING;
    return typeof value === 'object' && value !== null ? this.#findInside(value) : NOTHING;
  }

  #findIn(text: string): readonly Finding[] {
    if (isWorthALook(text)) {
      this.#meetPeople();
      return this.#scanner.find(text);
    }
    if (this.#bare.size >= MAX_BARE) this.#bare.clear();
    this.#bare.add(text);
    return NOTHING;
  }

  /** People come as the run goes on. */
  #meetPeople(): void {
    const people = this.#people();
    for (; this.#known < people.length; this.#known++) {
      const person = people[this.#known];
      if (person !== undefined) this.#scanner.know(person);
    }
  }
}

const couldBeNumberOf = (value: number): boolean =>
  value >= ELEVEN_DIGITS && (value < THIRTEEN_DIGITS || value >= FOURTEEN_DIGITS);

/** More of a card than four digits in a row is not shown to its owner, either (R2). */
const TOO_MANY_DIGITS = /[0-9]{5}/;
const MANY_DIGITS = 5;

const isUnmasked = (card: object): boolean =>
  Object.values(card).some((value) => {
    const text = String(value);
    return text.length >= MANY_DIGITS && TOO_MANY_DIGITS.test(text);
  });

const NOTHING: readonly Finding[] = [];

const told = (where: string, queryId: string, findings: readonly Finding[]): readonly Violation[] =>
  findings.length === 0
    ? NONE
    : broken(
        'I9',
        queryId,
        ...findings.map(({ what, at, shown }) => `${where} has a ${what} (${shown}) at character ${at}`),
      );
