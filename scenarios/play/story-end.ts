// The end of a story: lets everything that is left happen, looks at every query once more, and waits until the last
// report has gone.

import type { QueryRecord } from '../../engine/store/port.ts';
import type { StoryClock } from '../virtual/story-clock.ts';
import { CODE } from '../virtual/virtual-app.ts';
import { PAYMENT_PASSWORD } from './app-user.ts';
import type { Member } from './cast.ts';
import { enter, type Play } from './play.ts';
import { viewRecord, viewReport } from './play-step.ts';
import type { BookedQuery } from './query-book.ts';

/** After the last deadline: by then every query has ended, and whatever has not will never (I1 allows a minute). */
const REST_AFTER_DEADLINE_MS = 120_000;

/** What is known of a story when nothing is left to happen. */
export interface Ending {
  /** The record of each query. */
  readonly records: ReadonlyMap<BookedQuery, QueryRecord>;
  /** Short messages about queries, by person. */
  readonly messages: ReadonlyMap<Member, readonly string[]>;
}

export const endStory = async (play: Play, clock: StoryClock): Promise<Ending> => {
  const { stage, recorder } = play;
  const latestMs = Math.max(stage.now(), recorder.latestDeadlineMs + REST_AFTER_DEADLINE_MS);
  const isAtRest = await clock.advanceToRest(latestMs);
  if (isAtRest) recorder.see({ kind: 'at-rest', atMs: stage.now() });
  const messages = await messagesIn(play);
  const records = new Map<BookedQuery, QueryRecord>();
  for (const query of play.queries.all) {
    const record = await lookAt(play, query);
    if (record !== undefined) records.set(query, record);
  }
  tellMessages(play, records, messages);
  return { records, messages };
};

/** The record of a query, and its report twice: it must be the same. */
const lookAt = async (play: Play, { member, queryId }: BookedQuery): Promise<QueryRecord | undefined> => {
  const record = await viewRecord(play, member, queryId);
  if (!record.ok) return undefined;
  if (record.value.status !== 'READY') return record.value;
  const first = await viewReport(play, member, queryId, PAYMENT_PASSWORD);
  if (!first.ok && first.refusal.untilMs !== undefined) await play.stage.advanceTo(first.refusal.untilMs);
  if (!first.ok) await viewReport(play, member, queryId, PAYMENT_PASSWORD);
  await viewReport(play, member, queryId, PAYMENT_PASSWORD);
  return record.value;
};

/** Of everybody who has registered; codes left out. */
const messagesIn = async (play: Play): Promise<ReadonlyMap<Member, readonly string[]>> => {
  const messages = new Map<Member, readonly string[]>();
  for (const member of [...play.cast.values()].flat()) {
    const entered = member.actor === undefined ? undefined : await enter(play, member);
    if (entered?.ok !== true) continue;
    const texts = await play.stage.messages(entered.value);
    messages.set(
      member,
      texts.filter((text) => !CODE.test(text)),
    );
  }
  return messages;
};

/** Queries of one person end one after the other: their messages are theirs in that order, a surplus is the last's. */
const tellMessages = ({ stage, recorder }: Play, records: Ending['records'], messages: Ending['messages']): void => {
  const ended = [...records].filter(([, { status }]) => status !== 'RUNNING').map(([query]) => query);
  const byMember = Map.groupBy(ended, ({ member }) => member);
  for (const [member, texts] of messages) {
    const own = byMember.get(member) ?? [];
    for (const [at, { queryId }] of own.entries()) {
      const about = at === own.length - 1 ? texts.slice(at) : texts.slice(at, at + 1);
      recorder.see({ kind: 'messages', queryId, texts: about, atMs: stage.now() });
    }
  }
};

/** Waits until the last report has gone, and looks for what is left of any (I10). */
export const outliveReports = async ({ stage, recorder }: Play, { records }: Ending): Promise<void> => {
  if (stage.remainsOf === undefined) return;
  const lastMs = Math.max(0, ...[...records.values()].map(({ expiresAtMs = 0 }) => expiresAtMs));
  if (lastMs === 0) return;
  if (lastMs > stage.now()) await stage.advanceTo(lastMs);
  for (const [{ queryId }, { expiresAtMs }] of records) {
    if (expiresAtMs === undefined) continue;
    for (const { where, cards } of await stage.remainsOf(queryId)) {
      recorder.see({ kind: 'remains', queryId, where, cards, atMs: stage.now() });
    }
  }
};
