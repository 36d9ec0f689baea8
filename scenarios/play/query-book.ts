// The queries of a story by the names that it gives them.
import type { Member } from './cast.ts';

/** An accepted application. */
export interface BookedQuery {
  /** `q1`, of several `q1#2`; where the story has no name for it `query of li`. */
  readonly label: string;
  readonly member: Member;
  readonly queryId: string;
}

export class QueryBook {
  readonly #all = new Map<string, BookedQuery>();
  readonly #byName = new Map<string, Set<BookedQuery>>();

  /** Every query of the story in the order of acceptance. */
  get all(): readonly BookedQuery[] {
    return [...this.#all.values()];
  }

  /** Those that were accepted under this name: several of a crowd or a repeated step. */
  named(name: string): readonly BookedQuery[] {
    return [...(this.#byName.get(name) ?? [])];
  }

  /** Notes an acceptance. One that is told again under another name is found under both. */
  note(name: string | undefined, member: Member, queryId: string): BookedQuery {
    const base = name ?? `query of ${member.label}`;
    const siblings = this.#byName.get(base) ?? new Set();
    const label = siblings.size === 0 ? base : `${base}#${siblings.size + 1}`;
    const query = this.#all.get(queryId) ?? { label, member, queryId };
    this.#all.set(queryId, query);
    this.#byName.set(base, siblings.add(query));
    return query;
  }
}
