// The process that process-guard.ts starts: it waits until who started it is gone, however that came, and ends the
// programs that are left then.
import { rmSync } from 'node:fs';
import { endProcessGroup, type WardenMessage } from './process-guard.ts';

const guarded = new Map<number, string | undefined>();

// Whoever asks everybody to end asks the run, too; this one goes last.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('message', (message: WardenMessage) => {
  if (message.say === 'guard') guarded.set(message.pid, message.folder);
  else guarded.delete(message.pid);
});
process.once('disconnect', () => {
  for (const [pid, folder] of guarded) {
    endProcessGroup(pid, 'SIGKILL');
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
});
