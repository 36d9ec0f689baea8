// I2: the banks of a record are the chosen ones, each once; once it has ended none is PENDING.
import type { Invariant, ObservedQuery } from './run-record.ts';

export const oneDispositionPerBank: Invariant = {
  id: 'I2',
  title: 'each chosen bank has exactly one disposition; no other bank has any',
  check: ({ queries }) =>
    queries.flatMap((query) =>
      problemsOf(query).map((message) => ({ invariant: 'I2', queryId: query.record.queryId, message })),
    ),
};

const problemsOf = ({ record, reports }: ObservedQuery): string[] => {
  const listed = record.dispositions.map(({ bank }) => bank);
  const problems = differences(record.banks, listed, 'the record');
  const pending = record.dispositions.filter(({ disposition }) => disposition === 'PENDING');
  if (record.status !== 'RUNNING') {
    problems.push(...pending.map(({ bank }) => `${bank} is PENDING though the query is ${record.status}`));
  }
  for (const { banks } of reports) {
    problems.push(
      ...differences(
        record.banks,
        banks.map(({ bank }) => bank),
        'the report',
      ),
    );
    for (const { bank, disposition } of banks) {
      const recorded = record.dispositions.find((entry) => entry.bank === bank)?.disposition;
      if (recorded !== disposition) problems.push(`${bank} is ${disposition} in the report, ${recorded} in the record`);
    }
  }
  return problems;
};

const differences = (chosen: readonly string[], listed: readonly string[], where: string): string[] => [
  ...chosen.filter((bank) => !listed.includes(bank)).map((bank) => `${bank} was chosen and is missing in ${where}`),
  ...listed.filter((bank) => !chosen.includes(bank)).map((bank) => `${bank} was not chosen and is in ${where}`),
  ...listed.filter((bank, at) => listed.indexOf(bank) !== at).map((bank) => `${bank} is in ${where} more than once`),
];
