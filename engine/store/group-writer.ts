// Group commit: the steps asked for in one turn of the event loop are written in one transaction, and each promise
// resolves after its COMMIT. One synchronous write to the disk serves them all.
import type { Database } from './sqlite-database.ts';

/** Steps in one transaction. More wait for the next turn, so that a burst does not hold up everything else. */
export const STEPS_PER_GROUP = 512;

interface Step {
  /** Does the step's reads and writes; what it returns tells the caller, once the group is durable. */
  readonly run: () => () => void;
  /** One statement undoes itself where it fails; more of them need a savepoint around. */
  readonly isStatement: boolean;
  readonly reject: (error: unknown) => void;
}

/** Writes to one database, in the order of the calls. */
export class GroupWriter {
  readonly #database: Database;
  readonly #queue: Step[] = [];
  #armed = false;
  #closed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Runs `step` as one atomic step of the next group: all that it writes, or nothing where it throws. Resolves with its
   * value when that is durable; rejects with what it threw, or with the failure of the whole group.
   */
  write<Value>(step: () => Value): Promise<Value> {
    return this.#enqueue(step, false);
  }

  /** As {@link write}, for a step that is a single statement, which costs less. */
  writeStatement<Value>(step: () => Value): Promise<Value> {
    return this.#enqueue(step, true);
  }

  /** Writes what waits, and takes nothing more. */
  close(): void {
    this.#closed = true;
    while (this.#queue.length > 0) this.#writeGroup();
  }

  #enqueue<Value>(step: () => Value, isStatement: boolean): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the store is closed: nothing can be written to it any more'));
      const run = () => {
        const value = step();
        return () => resolve(value);
      };
      this.#queue.push({ run, isStatement, reject });
      this.#arm();
    });
  }

  #arm(): void {
    if (this.#armed || this.#queue.length === 0) return;
    this.#armed = true;
    setImmediate(() => {
      this.#armed = false;
      this.#writeGroup();
      this.#arm();
    });
  }

  #writeGroup(): void {
    const group = this.#queue.splice(0, STEPS_PER_GROUP);
    if (group.length === 0) return;
    try {
      for (const tell of this.#commit(group)) tell();
    } catch (cause) {
      const failure = new Error(
        `a group of ${group.length} writes to ${this.#database.path} failed and none of it was kept: ${wordsOf(cause)}`,
        { cause },
      );
      for (const { reject } of group) reject(failure);
    }
  }

  /** Who is to be told what, now that it is durable. Throws where nothing of the group was kept. */
  #commit(group: readonly Step[]): readonly (() => void)[] {
    const database = this.#database;
    database.run('BEGIN IMMEDIATE');
    try {
      const answers = group.map((step) => this.#runStep(step));
      database.run('COMMIT');
      return answers;
    } catch (error) {
      if (database.inTransaction) database.run('ROLLBACK');
      throw error;
    }
  }

  #runStep({ run, isStatement, reject }: Step): () => void {
    const database = this.#database;
    if (!isStatement) database.run('SAVEPOINT step');
    try {
      const tell = run();
      if (!isStatement) database.run('RELEASE step');
      return tell;
    } catch (error) {
      // A full disk ends the whole transaction by itself: then the other steps of the group are lost as well.
      if (!database.inTransaction) throw error;
      if (!isStatement) {
        database.run('ROLLBACK TO step');
        database.run('RELEASE step');
      }
      return () => reject(error);
    }
  }
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
