// I9: no name, ID number, mobile or card number beyond the mask stands outside the places where it belongs: the issuer,
// the answers to its owner, the owner's phone. What a run has written elsewhere comes as texts; events always count.
import { createPersonalDataScanner, type Finding } from './personal-data.ts';
import type { Invariant, RunRecord } from './run-record.ts';

export const nothingUnmasked: Invariant = {
  id: 'I9',
  title: 'nothing unmasked outside the issuer, anywhere',
  check: ({ events, queries, people = queries, texts = [] }: RunRecord) => {
    const scanner = createPersonalDataScanner(people);
    const found = (where: string, queryId: string, findings: readonly Finding[]) =>
      findings.map(({ what, at, shown }) => ({
        invariant: 'I9',
        queryId,
        message: `${where} has a ${what} (${shown}) at character ${at}`,
      }));
    return [
      ...events.flatMap((event) =>
        found(`an event ${event.type}`, 'queryId' in event ? event.queryId : '', scanner.find(JSON.stringify(event))),
      ),
      ...texts.flatMap(({ where, text }) => found(where, '', scanner.find(text))),
    ];
  },
};
