// One engine process among several on one SQLite file: argv has the file and the throttle as JSON. Each line of stdin
// is `OFFSET FROM UNTIL`: at that many milliseconds after the start the users FROM to UNTIL - 1 apply, one after the
// other; each answer is printed as it comes, then `done`.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openSqliteStore } from '../engine/store/sqlite.ts';
import { START_MS } from '../engine/store/suite-fixtures.ts';
import { TEST_VAULT } from '../engine/store/test-vault-fixture.ts';
import { throttledEngine } from '../engine/throttle-fixture.ts';

const [, , path = '', throttle = ''] = process.argv;
const store = openSqliteStore({ path, vault: () => TEST_VAULT, shared: true });
const network = throttledEngine(store, JSON.parse(throttle), `engine-${process.pid}`);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

say('open');
for await (const line of createInterface({ input: process.stdin })) {
  const [offsetMs = 0, from = 0, until = 0] = line.split(' ').map(Number);
  network.clock.nowMs = START_MS + offsetMs;
  for (let user = from; user < until; user++) {
    const answer = await network.apply(user);
    say(answer === 'accepted' ? answer : JSON.stringify(answer));
  }
  say('done');
}
await store.close();
