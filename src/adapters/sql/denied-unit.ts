/** In the `unit` of a draw, which counts from 1: it won nothing because the risk check denied it. */
export const DENIED_UNIT = 0;

/** Whether a draw with this prize and this unit was denied by the risk check. */
export function isDenied(prizeId: string | null, unit: number | null): boolean {
  return prizeId === null && unit === DENIED_UNIT;
}
