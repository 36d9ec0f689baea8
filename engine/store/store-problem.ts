// Why a store cannot be opened: the one error of this folder that the command line turns into exit code 3.

export type StoreProblemKind =
  | 'not-a-database'
  | 'newer-version'
  | 'other-application'
  | 'other-key'
  | 'in-use'
  | 'unwritable';

/** The database at `path` cannot be used as it is. It has not been touched; `message` says what to do. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
  readonly kind: StoreProblemKind;
  readonly path: string;

  constructor(kind: StoreProblemKind, path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.path = path;
  }
}
