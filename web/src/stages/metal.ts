import type { ThemeName } from '../../../src/domain/activities/page-choices.ts';

/** Five stops from the light at the upper left to the shade: highlight, light, middle, dark, reflection. */
export type Metal = readonly [string, string, string, string, string];

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
