// Provinces and the home region of a mobile number (R6). Data in regions.json and mobile-segments.json.
import segments from './mobile-segments.json' with { type: 'json' };
import table from './regions.json' with { type: 'json' };

/** A province-level region by the first two digits of its GB/T 2260 code: `31` is 上海. */
export type RegionCode = string;

export interface Region {
  readonly code: RegionCode;
  readonly nameZh: string;
  readonly fullNameZh: string;
  /** One of the sixteen regions of the pilot. */
  readonly pilot: boolean;
}

export const REGIONS: readonly Region[] = table.regions;

/** The sixteen regions in which the service is open unless configured otherwise (R6). */
export const PILOT_REGIONS: readonly RegionCode[] = REGIONS.filter(({ pilot }) => pilot).map(({ code }) => code);

/** Prefixes that no network has been given: every synthetic mobile starts with one. */
export const UNALLOCATED_MOBILE_PREFIXES: readonly string[] = segments.notAllocated;

const REGION_CODES: ReadonlySet<string> = new Set(REGIONS.map(({ code }) => code));
const REGION_OF_SEGMENT: ReadonlyMap<string, RegionCode> = new Map(
  Object.entries(segments.homeRegionSample).flatMap(([code, starts]) => starts.map((start) => [start, code] as const)),
);

/** The region with this code or Chinese name, short or full; undefined where there is none. */
export const findRegion = (codeOrName: string): Region | undefined =>
  REGIONS.find((region) => [region.code, region.nameZh, region.fullNameZh].includes(codeOrName));

/** The home region of a mobile number: of a synthetic one its two digits after the prefix, of another a sample's. */
export const homeRegionOfMobile = (mobile: string): RegionCode | undefined => {
  if (!UNALLOCATED_MOBILE_PREFIXES.includes(mobile.slice(0, 3))) return REGION_OF_SEGMENT.get(mobile.slice(0, 7));
  const code = mobile.slice(3, 5);
  return REGION_CODES.has(code) ? code : undefined;
};
