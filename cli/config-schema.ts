// What banknet.yaml may say (interfaces.md, "Configuration"), as one schema; durations and shares become numbers.
// Every message says what would be right; what the file says instead is added where the message is placed.
import type { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { durationMs, group, numberFrom, oneOf, share, wholeFrom } from '../core/fields.ts';
import { latencySchemaWith, type RecordedFiles } from '../simulator/issuer/latency-schema.ts';
import { ANSWER_MODES } from '../simulator/issuer/settings.ts';
import { MAX_CARDS_PER_PERSON_MEAN, MAX_PEOPLE } from '../simulator/people/settings.ts';

/** A tenth of a year of patience for one call is a typing error. */
const MAX_CALL_MS = 3_600_000;
const MAX_SPAN_MS = 365 * 86_400_000;
/** The doors of the simulated issuers take 2,048 connections each. */
const MAX_IN_FLIGHT = 2048;
const MAX_RATE = 1_000_000;
const MAX_RETENTION = 3650;

const issuer = (files: RecordedFiles) =>
  group({
    latency: latencySchemaWith(files).optional(),
    mode: oneOf(ANSWER_MODES).optional(),
  }).optional();

/** The whole file. Every part may be left out. `files` reads the recorded latencies that it names. */
export const configSchemaWith = (files: RecordedFiles) =>
  group({
    seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
    population: group({
      people: wholeFrom(1, MAX_PEOPLE).optional(),
      cardsPerPersonMean: numberFrom(0, MAX_CARDS_PER_PERSON_MEAN).optional(),
      expiredIdShare: share().optional(),
      noReservedMobileShare: share().optional(),
      cardlessOffShare: share().optional(),
    }).optional(),
    issuers: group({
      defaults: issuer(files),
      ...Object.fromEntries(BANKS.map(({ code }) => [code, issuer(files)])),
    }).optional(),
    engine: group({
      throttle: group({ burst: wholeFrom(1, MAX_RATE), perSecond: numberFrom(0.001, MAX_RATE) }).optional(),
      issuerTimeout: durationMs(1, MAX_CALL_MS).optional(),
      inFlightPerIssuer: wholeFrom(1, MAX_IN_FLIGHT).optional(),
      deadline: durationMs(1, MAX_SPAN_MS).optional(),
      interval: durationMs(0, MAX_SPAN_MS).optional(),
      retention: group({
        length: wholeFrom(1, MAX_RETENTION),
        unit: oneOf(['natural-days', 'working-days', 'hours']),
      }).optional(),
    }).optional(),
  });

export type ConfigFile = z.output<ReturnType<typeof configSchemaWith>>;
