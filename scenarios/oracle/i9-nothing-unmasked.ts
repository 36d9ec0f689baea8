// I9: no name, ID number, mobile or card number beyond the mask stands outside the places where it belongs: the issuer,
// the answers to its owner, the owner's phone. Read are the cards of reports, all events, all texts from elsewhere, and
// the steps in words.
import type { EngineEvent } from '../../engine/events.ts';
import { createPersonalDataScanner, type Finding, isWorthALook, type PersonalDataScanner } from './personal-data.ts';
import type { Invariant, RunContext, SeenAs, Violation, Watch } from './sight.ts';
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

/** Ids are longer, and of most there are but two or three looks. */
const LONGEST_WORD = 16;
/** More than the engine has. */
const MAX_WORDS = 1000;

class Texts implements Watch {
  readonly #people: RunContext['people'];
  readonly #scanner: PersonalDataScanner = createPersonalDataScanner([]);
  /** The engine's own words, in which there is nothing: they come again and again. */
  readonly #words = new Set<string>();
  #known = 0;

  constructor(people: RunContext['people']) {
    this.#people = people;
  }

  event(event: EngineEvent): readonly Violation[] {
    const findings = this.#findInside(event);
    if (findings.length === 0) return NONE;
    return told(`an event ${event.type}`, 'queryId' in event ? event.queryId : '', findings);
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
      // Nearly every member is a text or a number in which there is nothing.
      if (typeof value === 'string' ? this.#isBare(value) : !couldHold(value)) continue;
      const inside = typeof value === 'object' ? this.#findInside(value) : this.#findIn(String(value));
      if (inside.length > 0) found = [...found, ...inside];
    }
    return found;
  }

  #findIn(text: string): readonly Finding[] {
    if (!isWorthALook(text)) return NOTHING;
    this.#meetPeople();
    return this.#scanner.find(text);
  }

  /** Whether nothing can be in it, whoever is known. */
  #isBare(text: string): boolean {
    if (text.length > LONGEST_WORD) return !isWorthALook(text);
    if (this.#words.has(text)) return true;
    if (isWorthALook(text)) return false;
    if (this.#words.size < MAX_WORDS) this.#words.add(text);
    return true;
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

/** What is no text: a number that may be somebody's, or what has members. */
const couldHold = (value: unknown): boolean =>
  typeof value === 'number'
    ? value >= ELEVEN_DIGITS && (value < THIRTEEN_DIGITS || value >= FOURTEEN_DIGITS)
    : typeof value === 'object' && value !== null;

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
