// What can be seen of a run from outside once it is over: each query of these users, as the oracle reads it.
import type { User } from '../../engine/store/port.ts';
import type { ObservedQuery } from '../oracle/run-record.ts';
import type { VirtualNetwork } from '../virtual/virtual-network.ts';
import { viewReport } from './app-user.ts';

/** Every query of these users, each report looked at twice. */
export const observeQueries = async (
  { engine }: Pick<VirtualNetwork, 'engine'>,
  users: readonly User[],
): Promise<readonly ObservedQuery[]> => {
  const observed: ObservedQuery[] = [];
  for (const user of users) {
    for (const record of await engine.reports.records(user)) {
      const looks = [await viewReport(engine, user, record.queryId), await viewReport(engine, user, record.queryId)];
      const messages = await engine.messagesTo(user.mobile, 100);
      observed.push({
        record,
        idNumber: user.idNumber,
        reports: looks.flatMap((look) => (look.ok ? [look.value] : [])),
        messages: messages.filter(({ text }) => !/[0-9]{6}/.test(text)),
      });
    }
  }
  return observed;
};
