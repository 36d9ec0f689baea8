// What is measured beside what: a server in a process of its own that answers inquiries, ours or somebody else's.
import type { NpmPackage } from './installation.ts';

export const CONTESTANT_NAMES = ['banknet', 'bare', 'wiremock', 'mountebank', 'mockoon'] as const;
export type ContestantName = (typeof CONTESTANT_NAMES)[number];

/** What a server of others is told to answer: to every POST to a path always the same JSON. */
export interface Stub {
  readonly path: string;
  readonly body: string;
}

export interface LaunchPlace {
  /** The file of the program, where it comes from npm. */
  readonly program: string;
  /** Where it must listen, on 127.0.0.1 and nowhere else. */
  readonly port: number;
  /** A folder of its own, in which it is started. */
  readonly folder: string;
  readonly stub: Stub;
}

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** To be in its folder before it starts, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Contestant {
  readonly name: ContestantName;
  /** As it calls itself. */
  readonly title: string;
  /** Where it comes from; undefined: from this package. */
  readonly from: NpmPackage | undefined;
  /** The program that it runs on where that is not Node: it must be on this machine. */
  readonly runtime: { readonly file: string; readonly args: readonly string[]; readonly title: string } | undefined;
  readonly launch: (place: LaunchPlace) => Launch | Promise<Launch>;
  /** What its right answers are: the truth, the inquiry's id with always the same cards, or always the same. */
  readonly answers: 'truth' | 'echo' | 'stub';
  /** What it does for each inquiry meanwhile, and what it does not: the honest note below its figures. */
  readonly meanwhile: string;
}
