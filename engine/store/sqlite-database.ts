// An open SQLite database: statements prepared once each, rows read with their types checked, and the seal of what is
// personal in them.
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { SealedRecords } from './sealed-records.ts';

/** A row as SQLite gave it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The SQL texts of a store are constants, so their statements are kept as long as the database is open. */
export class Database {
  readonly path: string;
  readonly records: SealedRecords;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, connection: DatabaseSync, records: SealedRecords) {
    this.path = path;
    this.records = records;
    this.#connection = connection;
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  /** Runs a statement; how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** The first row, if there is one. */
  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  rows(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#prepared(sql).all(...values);
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** A column that holds text. Throws where the database was written by something else than this store. */
export const textIn = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column, 'text', value);
  return value;
};

/** A column that holds a number. */
export const numberIn = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column, 'a number', value);
  return value;
};

/** A column that holds bytes. */
export const blobIn = (row: Row, column: string): Uint8Array => {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw mismatch(column, 'bytes', value);
  return value;
};

/** A column that holds bytes or NULL. */
export const optionalBlobIn = (row: Row, column: string): Uint8Array | undefined =>
  row[column] === null ? undefined : blobIn(row, column);

/** A column that holds text or NULL. */
export const optionalTextIn = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : textIn(row, column);

/** A column that holds a number or NULL. */
export const optionalNumberIn = (row: Row, column: string): number | undefined =>
  row[column] === null ? undefined : numberIn(row, column);

const mismatch = (column: string, expected: string, value: SQLOutputValue | undefined): Error =>
  new Error(`column ${column} must hold ${expected}, not ${value === null ? 'NULL' : typeof value}`);
