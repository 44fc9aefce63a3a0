import type { Vault } from '../../../domain/shared/vault.ts';

/** To what a sealed code belongs. */
export function codePlace(activityId: string, prizeId: string, unit: number): string {
  return `code:${activityId}:${prizeId}:${unit}`;
}

/* 132 bits: of 2^40 codes, no two have the same. A shorter index is a faster one. */
const DIGEST_CHARACTERS = 22;

/** By it the store finds a code again. No id holds a colon. */
export function codeDigest(vault: Vault, activityId: string, prizeId: string, code: string): string {
  return vault.digest(`${activityId}:${prizeId}:${code}`).slice(0, DIGEST_CHARACTERS);
}
