// The newest short messages of the network, masked by it, twice a second.
import { signal } from '@preact/signals';
import { ask, type Problem } from '../live/control.ts';
import { type Message, messagesSchema } from '../wire/journal.ts';

const EVERY_MS = 500;
const AGAIN_MS = 2000;
/** As many as somebody looks through. */
const MAX_SHOWN = 500;

export interface MessageSight {
  /** Newest first; undefined before the first answer. */
  readonly messages: readonly Message[] | undefined;
  readonly problem: Problem | undefined;
  readonly hasRestarted: boolean;
}

export const messageSight = signal<MessageSight>({ messages: undefined, problem: undefined, hasRestarted: false });

/** Follows them until the returned function is called. */
export const followMessages = (): (() => void) => {
  let startId: string | undefined;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async (): Promise<void> => {
    const before = messageSight.value;
    const known = startId === undefined ? [] : (before.messages ?? []);
    const after = known[0] === undefined ? '' : `&after=${known[0].seq}`;
    const answer = await ask(`/control/messages?limit=${MAX_SHOWN}${after}`, messagesSchema);
    if (isOver) return;
    if (!answer.ok) messageSight.value = { ...before, problem: answer.problem };
    else if (startId !== undefined && startId !== answer.value.startId) {
      startId = undefined;
      messageSight.value = { messages: [], problem: undefined, hasRestarted: true };
    } else {
      startId = answer.value.startId;
      const messages = [...answer.value.messages.toReversed(), ...known].slice(0, MAX_SHOWN);
      messageSight.value = { ...before, messages, problem: undefined };
    }
    timer = setTimeout(look, answer.ok ? EVERY_MS : AGAIN_MS);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};
