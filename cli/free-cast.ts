// Who plays a persona on a running network: the first of its people with whom the network has had nothing to do, so
// that a story can be played there again and again.
import type { People } from '../simulator/people/people.ts';
import type { PersonaName } from '../simulator/people/personas.ts';
import { createQueue } from './control/routes.ts';
import type { ControlClient } from './control-client.ts';
import { EXIT } from './exit-codes.ts';
import { personOf } from './free-person.ts';
import { CliProblem } from './problem.ts';

/** So many of a persona are looked at: on an old network the first ones have had their part. */
const MAX_LOOKS = 10_000;

/** Gives the ID number of the index-th free person of a persona, the same each time. */
export const createFreeCast = (
  control: Pick<ControlClient, 'phone'>,
  people: Pick<People, 'persona' | 'find'>,
): ((name: PersonaName, index: number) => Promise<string>) => {
  const chosen = new Map<PersonaName, string[]>();
  const looked = new Map<PersonaName, number>();
  const inTurn = createQueue();

  const nextFree = async (name: PersonaName): Promise<string> => {
    for (let at = looked.get(name) ?? 0; at < MAX_LOOKS; at++) {
      looked.set(name, at + 1);
      const { idNumber, mobile } = personOf(people, name, at);
      const { messages, registered } = await control.phone(mobile);
      if (!registered && messages.length === 0) return idNumber;
    }
    const line = `the first ${MAX_LOOKS} people of persona ${name} have had a part on this network: start a new one`;
    throw new CliProblem(EXIT.environment, line);
  };

  return (name, index) =>
    inTurn(async () => {
      const ofPersona = chosen.get(name) ?? [];
      chosen.set(name, ofPersona);
      for (;;) {
        const idNumber = ofPersona[index];
        if (idNumber !== undefined) return idNumber;
        ofPersona.push(await nextFree(name));
      }
    });
};
