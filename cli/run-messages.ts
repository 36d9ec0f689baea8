// What a run of a command in a process of its own, and the network that has started it, tell each other.

/** The arguments of a command line, without `node` and the script. */
export interface RunCommand {
  readonly args: readonly string[];
}

export type RunNews =
  /** What a terminal would show of how far it is. */
  | { readonly kind: 'screen'; readonly text: string }
  | { readonly kind: 'printed'; readonly text: string }
  /** `code` as the command would exit with; `lines` say why. */
  | { readonly kind: 'over'; readonly code: number; readonly lines: readonly string[] };
