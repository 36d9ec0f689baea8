// A process that runs one command for the console: the entry that run-desk.ts forks. It ends when the command has, and
// comes to a clean end when it is told to, or when the network has gone.
import type { RunCommand, RunNews } from './run-messages.ts';

// A Ctrl-C in the terminal of the network reaches this process, too: the network ends it.
process.on('SIGINT', () => undefined);

const tell = (news: RunNews): Promise<void> =>
  // Whoever would hear it may have gone.
  new Promise((resolve) => (process.connected ? process.send?.(news, () => resolve()) : resolve()));

process.once('message', async ({ args }: RunCommand) => {
  const ending = new AbortController();
  const end = (): void => ending.abort('interrupted');
  process.once('message', end).once('disconnect', end).once('SIGTERM', end);
  const { runInProcess } = await import('./run-service.ts');
  await tell(await runInProcess(args, ending.signal, (news) => void tell(news)));
  process.exit();
});
