// The settings of a population as people write them (banknet.yaml, scenario files).
import { group, numberFrom, share, wholeFrom } from '../../core/fields.ts';
import { MAX_CARDS_PER_PERSON_MEAN, MAX_PEOPLE } from './settings.ts';

/** A key left out has its default. */
export const populationSchema = group({
  people: wholeFrom(1, MAX_PEOPLE).optional(),
  cardsPerPersonMean: numberFrom(0, MAX_CARDS_PER_PERSON_MEAN).optional(),
  expiredIdShare: share().optional(),
  noReservedMobileShare: share().optional(),
  cardlessOffShare: share().optional(),
});
