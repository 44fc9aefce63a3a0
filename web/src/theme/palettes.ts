import type { ThemeName } from '../../../src/domain/activities/page-choices.ts';

/** The colours of a theme, all `#rrggbb`. Everything else of its light is derived from them (`theme.ts`). */
export interface Palette {
  readonly primary: string;
  readonly onPrimary: string;
  /** Below the scene, where the page goes on. */
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly accent: string;
  /** The sky of the scene, from the top to the horizon. */
  readonly sky: readonly [string, string];
  /** The lettering of the title, from top to bottom, and the dark stroke around it. */
  readonly title: readonly [string, string];
  readonly titleEdge: string;
  /** The button of the first screen: its light and its dark end, its lower edge, and its text. */
  readonly button: readonly [string, string, string, string];
  /** The colour of what glows: lanterns, lamps, rays. */
  readonly glow: string;
  /** Of cards and sheets, in rem. */
  readonly radius: number;
}

export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  spring: {
    primary: '#c4161c',
    onPrimary: '#fff6e0',
    background: '#fdeedd',
    surface: '#fffaf2',
    text: '#4a1510',
    accent: '#b3261e',
    sky: ['#a80f17', '#e8442e'],
    title: ['#fff6d8', '#ffcf6b'],
    titleEdge: '#7d0a10',
    button: ['#fff0b8', '#f2b544', '#a8620f', '#7a0c10'],
    glow: '#ffd98a',
    radius: 1,
  },
  double11: {
    primary: '#ff2e63',
    onPrimary: '#1d0716',
    background: '#150a2e',
    surface: '#22124a',
    text: '#f6efff',
    accent: '#ff9f5a',
    sky: ['#12062e', '#5a1a7d'],
    title: ['#ffffff', '#ff7ab8'],
    titleEdge: '#2a0a52',
    button: ['#ffd35c', '#ff9a3d', '#a83c12', '#3a0a2e'],
    glow: '#ff5fa2',
    radius: 0.75,
  },
  summer: {
    primary: '#0b6fae',
    onPrimary: '#ffffff',
    background: '#eaf8f7',
    surface: '#ffffff',
    text: '#0d3347',
    accent: '#b5400a',
    sky: ['#57c7f0', '#c9f1ea'],
    title: ['#ffffff', '#fff3a6'],
    titleEdge: '#0a5d86',
    button: ['#ffdf6b', '#ff9f43', '#b85a10', '#5a2500'],
    glow: '#fff0a0',
    radius: 1.5,
  },
  member: {
    primary: '#e2bf86',
    onPrimary: '#231a0d',
    background: '#0f0e10',
    surface: '#1b191c',
    text: '#f3ead9',
    accent: '#e9c994',
    sky: ['#08080a', '#25202a'],
    title: ['#fff3d6', '#cfa25c'],
    titleEdge: '#0a0806',
    button: ['#f8e6bf', '#d2a665', '#7d5a2b', '#231a0d'],
    glow: '#f0d6a4',
    radius: 0.375,
  },
  campus: {
    primary: '#2f5fd0',
    onPrimary: '#ffffff',
    background: '#fbf7ea',
    surface: '#ffffff',
    text: '#2b2b3a',
    accent: '#b8330f',
    sky: ['#fdf6dc', '#fbf7ea'],
    title: ['#3f6fe0', '#2446a6'],
    titleEdge: '#ffffff',
    button: ['#ffe27a', '#ffc83a', '#b67f08', '#2b2b3a'],
    glow: '#ffd84d',
    radius: 0.625,
  },
  minimal: {
    primary: '#c8102e',
    onPrimary: '#ffffff',
    background: '#f6f5f3',
    surface: '#ffffff',
    text: '#1d1d1f',
    accent: '#c8102e',
    sky: ['#f6f5f3', '#f6f5f3'],
    title: ['#1d1d1f', '#1d1d1f'],
    titleEdge: '#f6f5f3',
    button: ['#c8102e', '#c8102e', '#8c0b20', '#ffffff'],
    glow: '#ffffff',
    radius: 1.25,
  },
};
