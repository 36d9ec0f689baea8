// What a comparison with other servers has measured: plain data, that of report.json. Figures of one server are only
// worth something beside those of the others in the same run.
import type { Distribution, LoadResult } from '../load-result.ts';
import type { ContestantName } from './contestant.ts';

export const PEERS_RESULT_KIND = 'banknet-peers-result';

export interface PeersSettings {
  /** How long each is measured in a round, closed and then open. */
  readonly seconds: number;
  readonly rounds: number;
  /** Of the closed load. */
  readonly connections: number;
  /** Of the open load. */
  readonly perSecond: number;
  /** Before the closed load: at most so many seconds, fewer where a server does not become faster any more. */
  readonly warmUpSeconds: number;
}

/** One server in one round. */
export interface PeerRound {
  /** From the start of its process to the first right answer. */
  readonly startMs: number;
  /** How long it was loaded until it did not become faster any more. */
  readonly warmUpSeconds: number;
  /** As fast as it answers: so many connections, each with one inquiry at a time. */
  readonly closed: {
    readonly right: number;
    /** What was not right, by how: `status 503`, `wrong body`, `unanswered`, `ECONNRESET`. */
    readonly errors: Readonly<Record<string, number>>;
    readonly elapsedMs: number;
    readonly serviceTime: Distribution | undefined;
    /** Of the server; undefined where the system does not tell. */
    readonly cpuMs: number | undefined;
    /** Share of the machine's processor time that went to neither the server nor the client meanwhile. */
    readonly othersShare: number | undefined;
  };
  /** At a steady rate, latency from due. */
  readonly open: {
    readonly right: number;
    readonly errors: Readonly<Record<string, number>>;
    readonly latency: Distribution | undefined;
    readonly lateP99Ms: number | undefined;
  };
  /** After both; undefined where the system does not tell. */
  readonly residentBytes: number | undefined;
}

export interface PeerResult {
  readonly name: ContestantName;
  readonly title: string;
  /** Of the package from npm; undefined for our own. */
  readonly version: string | undefined;
  readonly meanwhile: string;
  /** Why it is left out, or has fewer rounds than were asked for. */
  readonly trouble: string | undefined;
  /** Those that were whole. */
  readonly rounds: readonly PeerRound[];
}

export interface PeersResult {
  readonly kind: typeof PEERS_RESULT_KIND;
  readonly version: 1;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly environment: LoadResult['environment'];
  readonly settings: PeersSettings;
  readonly wasInterrupted: boolean;
  /** Ours is the first. */
  readonly servers: readonly PeerResult[];
}
