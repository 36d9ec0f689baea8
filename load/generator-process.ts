// The process of a generator: the entry that generator-process-link.ts forks. It ends when the run says so, or when
// there is no run any more.
import type { FromGenerator, ToGenerator } from './generator-messages.ts';
import type { LoadPart } from './load-part.ts';
import { LoadProblem } from './load-problem.ts';

// Ctrl-C in a terminal reaches every process of the group: the run says what that means here.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());

const interrupted = new AbortController();
let part: LoadPart | undefined;

const tell = (message: FromGenerator): void => void process.send?.(message);

const act = async (message: ToGenerator): Promise<void> => {
  switch (message.say) {
    case 'open': {
      const { openLoadPart } = await import('./load-part.ts');
      const onProgress = (count: number): void => tell({ say: 'prepared', count });
      const onNote = (line: string): void => tell({ say: 'note', line });
      part = await openLoadPart(message.order, { onProgress, onNote, signal: interrupted.signal });
      tell({ say: 'opened' });
      break;
    }
    case 'run':
      if (part !== undefined) tell({ say: 'result', result: await part.run(message.startMs, interrupted.signal) });
      break;
    case 'second':
      tell({ say: 'second', at: message.at, second: part?.second(message.at) });
      break;
    case 'abort':
      interrupted.abort();
      break;
    case 'close':
      await part?.close();
      process.disconnect?.();
  }
};

process.on('message', (message: ToGenerator) => {
  act(message).catch((error: unknown) => {
    // A bug ends this process, and its stack is on stderr; the run says that it has gone.
    if (!(error instanceof LoadProblem)) throw error;
    tell({ say: 'problem', lines: error.lines, kind: error.kind });
  });
});
