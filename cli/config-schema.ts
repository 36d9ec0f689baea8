// What banknet.yaml may say (interfaces.md, "Configuration"), as one schema; durations and shares become numbers.
import { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { parseDuration } from '../core/durations.ts';
import { MAX_CARDS_PER_PERSON_MEAN, MAX_PEOPLE } from '../simulator/people/settings.ts';

const durationMs = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as 250ms, 5s, 30m, 24h or 7d')
  .transform((text) => parseDuration(text) ?? 0);

/** `0.05` or `1/20`. */
const share = z
  .union([z.number(), z.string()], { error: 'must be a share such as 0.05 or 1/20' })
  .transform((given) => shareOf(given))
  .refine((value) => value >= 0 && value <= 1, 'must be a share from 0 to 1, such as 0.05 or 1/20');

const shareOf = (given: number | string): number => {
  const fraction = /^([0-9]+)\/([1-9][0-9]*)$/.exec(String(given));
  return fraction === null ? Number(given) : Number(fraction[1]) / Number(fraction[2]);
};

const latency = z
  .union([
    z.strictObject({ fixed: durationMs }),
    z.strictObject({ p50: durationMs, p99: durationMs }),
    z.strictObject({ min: durationMs, max: durationMs }),
  ])
  .refine(
    (value) => !('p50' in value) || (value.p50 > 0 && value.p50 <= value.p99),
    'p50 must be above 0 and not above p99',
  )
  .refine((value) => !('min' in value) || value.min <= value.max, 'min must not be above max')
  .transform((value) => {
    if ('fixed' in value) return { fixedMs: value.fixed };
    return 'p50' in value ? { p50Ms: value.p50, p99Ms: value.p99 } : { minMs: value.min, maxMs: value.max };
  });

const issuer = z.strictObject({ latency: latency.optional(), mode: z.enum(['sync', 'poll', 'callback']).optional() });

const positive = z.int().min(1);

/** The whole file. Every part may be left out. */
export const configSchema = z.strictObject({
  seed: z.int().min(0).optional(),
  population: z
    .strictObject({
      people: z.int().min(1).max(MAX_PEOPLE).optional(),
      cardsPerPersonMean: z.number().min(0).max(MAX_CARDS_PER_PERSON_MEAN).optional(),
      expiredIdShare: share.optional(),
      noReservedMobileShare: share.optional(),
      cardlessOffShare: share.optional(),
    })
    .optional(),
  issuers: z
    .strictObject({
      defaults: issuer.optional(),
      ...Object.fromEntries(BANKS.map(({ code }) => [code, issuer.optional()])),
    })
    .optional(),
  engine: z
    .strictObject({
      throttle: z.strictObject({ burst: positive, perSecond: z.number().positive() }).optional(),
      issuerTimeout: durationMs.optional(),
      inFlightPerIssuer: positive.optional(),
      deadline: durationMs.optional(),
      interval: durationMs.optional(),
      retention: z
        .strictObject({ length: positive, unit: z.enum(['natural-days', 'working-days', 'hours']) })
        .optional(),
    })
    .optional(),
});

export type ConfigFile = z.output<typeof configSchema>;
