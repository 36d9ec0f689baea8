// The process of some of the issuers: the entry that worker-link.ts starts. It ends when its network says so, or when
// there is no network any more.

// Ctrl-C in a terminal reaches every process of the group. This one goes on until its network has closed it: the calls
// of queries that are to end first are still answered.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());

// Loaded after that: until then a signal would end the process.
const { serveNetwork } = await import('./worker-service.ts');
serveNetwork();
