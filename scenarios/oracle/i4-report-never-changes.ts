// I4: every look at a report shows the same; a query ends once and is told once.
import type { Invariant, ObservedQuery, RunRecord } from './run-record.ts';

export const reportNeverChanges: Invariant = {
  id: 'I4',
  title: 'a report never changes; at most one per query; at most one short message per outcome',
  check: (run) => {
    const endings = endingsOf(run);
    return run.queries.flatMap((query) =>
      problemsOf(query, endings.get(query.record.queryId) ?? 0).map((message) => ({
        invariant: 'I4',
        queryId: query.record.queryId,
        message,
      })),
    );
  },
};

const endingsOf = ({ events }: RunRecord): ReadonlyMap<string, number> => {
  const endings = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'query-ended') endings.set(event.queryId, (endings.get(event.queryId) ?? 0) + 1);
  }
  return endings;
};

const problemsOf = ({ record, reports, messages }: ObservedQuery, endings: number): string[] => {
  const problems: string[] = [];
  const looks = new Set(reports.map((report) => JSON.stringify(report)));
  if (looks.size > 1) problems.push(`${reports.length} looks at the report showed ${looks.size} different ones`);
  if (reports.some(({ queryId }) => queryId !== record.queryId)) problems.push('the report is of another query');
  if (endings > 1) problems.push(`the query ended ${endings} times`);
  if (messages.length > 1) problems.push(`${messages.length} short messages were sent about it`);
  if (record.status !== 'RUNNING' && messages.length === 0) problems.push('no short message was sent about it');
  if (record.status === 'RUNNING' && messages.length > 0) problems.push('a short message was sent before it ended');
  return problems;
};
