import type { ThemeName } from '../../../src/domain/activities/page-choices.ts';

/** The colours of a gradient, for `MetalStops`. */
export type Metal = readonly [string, string, string, string, string];

/** Where they stand. Metal is never flat: there is a thin highlight in the middle. */
export const METAL_OFFSETS = [0, 0.26, 0.48, 0.74, 1] as const;

/** What is embossed and glued on: rims of coins and cards, belts, seals. */
export const FOIL: Metal = ['#b27a22', '#f2cc6a', '#fff6cf', '#e0ab45', '#8f5a14'];

/** The ribbon of a gift, stars, the rim of a great prize. */
export const RIBBON: Metal = ['#f9dd8c', '#e0a93b', '#fff4c4', '#d79a2b', '#9c6412'];

/* From the light at the upper left to the shade: highlight, light, middle, dark, reflection. */
const GOLD: Metal = ['#fff8dc', '#ffe08a', '#eeb040', '#b06f14', '#f6cf74'];

/** What rims, frames and ribbons are made of. */
export const METALS: Readonly<Record<ThemeName, Metal>> = {
  spring: GOLD,
  double11: ['#fff1d6', '#ffc46b', '#ff6fae', '#8a2be0', '#ff9fd0'],
  summer: ['#ffffff', '#fff3b8', '#ffd257', '#e39a1f', '#ffe9a3'],
  member: ['#fff6e0', '#ecd2a0', '#c79a58', '#7d5a28', '#e4c48c'],
  campus: ['#ffffff', '#fff0b0', '#ffd84d', '#dba514', '#ffe68a'],
  minimal: ['#ffffff', '#f4f2ef', '#dedad5', '#b9b3ab', '#f0edea'],
};
