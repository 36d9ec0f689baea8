// Synthetic people as the console reads them (`/control/personas`, `/control/people`): who may hold the phone, and the
// truth about them at every bank.
import { z } from 'zod';
import { CARD_STATUSES, CARD_TYPES, UNSUPPORTED_REASONS } from '../../core/messages.ts';

export const personasSchema = z.object({ personas: z.array(z.object({ name: z.string(), promise: z.string() })) });
export type PersonaLine = z.infer<typeof personasSchema>['personas'][number];

const boundCard = z.object({ bank: z.string(), last4: z.string() });
const heldBanks = z.array(
  z.object({
    bank: z.string(),
    bankName: z.string(),
    idExpiresOn: z.string(),
    cards: z.array(
      z.object({
        cardType: z.enum(CARD_TYPES),
        panFirst4: z.string(),
        panLast4: z.string(),
        status: z.enum(CARD_STATUSES),
        /** Why it is not shown, where it is not (R3). */
        unsupported: z.enum(UNSUPPORTED_REASONS).optional(),
      }),
    ),
  }),
);
export type HeldBank = z.infer<typeof heldBanks>[number];

/** What somebody registers with, and what the banks have on file. */
export const foundPersonSchema = z.object({
  /** Which person of the persona, or of the population, from 0. */
  index: z.number(),
  persona: z.string().optional(),
  idNumber: z.string(),
  name: z.string(),
  mobile: z.string(),
  region: z.string(),
  regionName: z.string(),
  boundCard,
  banks: heldBanks,
  /** Whether the app knows them already. */
  registered: z.boolean(),
});
export type FoundPerson = z.infer<typeof foundPersonSchema>;

/** What is answered to a change of one: masked but for what the phone must know. */
export const changedPersonSchema = z.object({
  region: z.string(),
  regionName: z.string(),
  boundCard,
  banks: heldBanks,
});
