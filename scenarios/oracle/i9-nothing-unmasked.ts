// I9: no name, ID number, mobile or card number beyond the mask stands outside the places where it belongs: the issuer,
// the answers to its owner, the owner's phone. Read are all events, all texts from elsewhere, and the steps in words.
import type { EngineEvent } from '../../engine/events.ts';
import { createPersonalDataScanner, type Finding, type PersonalDataScanner } from './personal-data.ts';
import type { Invariant, RunContext, Sight, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const nothingUnmasked: Invariant = {
  id: 'I9',
  title: 'nothing unmasked outside the issuer, anywhere',
  watch: (context) => new Texts(context.people),
};

/** The smallest number that could be a mobile. Instants are as long: members that end in Ms are left out. */
const SMALLEST_NUMBER = 10_000_000_000;

class Texts implements Watch {
  readonly #people: RunContext['people'];
  readonly #scanner: PersonalDataScanner = createPersonalDataScanner([]);
  #known = 0;

  constructor(people: RunContext['people']) {
    this.#people = people;
  }

  see(sight: Sight): readonly Violation[] {
    if (sight.kind === 'engine') return this.#event(sight.event);
    if (sight.kind === 'text') return told(sight.where, '', this.#findIn(sight.text));
    return sight.kind === 'step' ? told('a step', '', this.#findIn(sight.text)) : NONE;
  }

  #event(event: EngineEvent): readonly Violation[] {
    const findings = this.#findIn(event);
    if (findings.length === 0) return NONE;
    return told(`an event ${event.type}`, 'queryId' in event ? event.queryId : '', findings);
  }

  /** Looks into every member, at any depth, without writing the whole out: there are millions of events. */
  #findIn(value: unknown): readonly Finding[] {
    if (typeof value === 'string') {
      if (!this.#scanner.isWorthALook(value)) return NOTHING;
      this.#meetPeople();
      return this.#scanner.find(value);
    }
    if (typeof value !== 'object' || value === null) return NOTHING;
    let found = NOTHING;
    const members: Readonly<Record<string, unknown>> = value as Readonly<Record<string, unknown>>;
    for (const key in members) {
      const member = members[key];
      const isLong = typeof member === 'number' && member >= SMALLEST_NUMBER && !key.endsWith('Ms');
      const inMember = this.#findIn(isLong ? String(member) : member);
      if (inMember.length > 0) found = [...found, ...inMember];
    }
    return found;
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

const NOTHING: readonly Finding[] = [];

const told = (where: string, queryId: string, findings: readonly Finding[]): readonly Violation[] =>
  broken(
    'I9',
    queryId,
    ...findings.map(({ what, at, shown }) => `${where} has a ${what} (${shown}) at character ${at}`),
  );
