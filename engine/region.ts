// Where a user belongs (R6): the region of most logins in six months, or the home region of the mobile. Pure.
import { homeRegionOfMobile, type RegionCode } from '../core/regions.ts';

/** Whether the service is open to this user: either region suffices; any of several equal ones counts. */
export const isRegionOpen = (
  loginCounts: ReadonlyMap<RegionCode, number>,
  mobile: string,
  openRegions: readonly RegionCode[],
): boolean => {
  const most = Math.max(...loginCounts.values());
  const home = homeRegionOfMobile(mobile);
  const regions = [...loginCounts].filter(([, count]) => count === most).map(([region]) => region);
  return [...regions, home].some((region) => region !== undefined && openRegions.includes(region));
};
