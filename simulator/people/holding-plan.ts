// What a persona may fix about its cards at one bank; what it leaves out stays with chance.
import type { CardType } from '../../core/messages.ts';

/** Reserved mobile and cardless service of one card, as R3 tells them apart. NO_MOBILE leaves the service to chance. */
export type CardService = 'ENABLED' | 'NO_MOBILE' | 'CARDLESS_OFF';

export interface HoldingPlan {
  /** Bounds on the number of cards. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Which copy of the ID document the bank has. */
  readonly idCopy?: 'CURRENT' | 'EXPIRED';
  readonly cardType?: CardType;
  /** One after another for the first, second, ... card, and again from the start. */
  readonly services?: readonly CardService[];
}
