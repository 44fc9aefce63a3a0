import { themeNameOf as nameOf, type ThemeName } from '../../../src/domain/activities/page-choices.ts';
import { type Fields, fieldsOf, textOf } from '../client/read.ts';
import { ink, isDark, isHex, isReadable, mixed, seeThrough } from './colour.ts';
import { PALETTES, type Palette } from './palettes.ts';

/** The custom properties that every screen uses. */
const PROPERTIES = [
  '--primary',
  '--on-primary',
  '--background',
  '--surface',
  '--text',
  '--accent',
  /* The scene: its sky, the edge between two planes of paper, what glows. */
  '--sky-top',
  '--sky-foot',
  '--glow',
  '--shade',
  /* The lettering of the title. */
  '--title-top',
  '--title-foot',
  '--title-edge',
  /* A plate under text on the scene. */
  '--plate',
  '--on-plate',
  /* The button: lit from above, with a dark lower edge. */
  '--button-top',
  '--button-foot',
  '--button-edge',
  '--on-button',
  /* Lines and grounds between the background and the surface. */
  '--line',
  '--radius',
] as const;

export type Theme = Readonly<Record<(typeof PROPERTIES)[number], string>>;

/** The art direction, as the service writes it into the page. */
export function themeNameOf(value: unknown): ThemeName {
  return nameOf(fieldsOf(value));
}

/**
 * The colours of `page.theme`: those that it gives, else those of its theme. Text colours with too little contrast are
 * replaced.
 */
export function themeOf(value: unknown): Theme {
  const given = fieldsOf(value);
  const palette = PALETTES[themeNameOf(value)];
  const named = textOf(given['name']) !== '';
  const primary = colour(given['primary'], palette.primary);
  const background = colour(given['background'], palette.background);
  const surface = colour(given['surface'], surfaceOn(background, palette));
  const text = ink(colour(given['text'], palette.text), [background, surface]);
  const onPrimary = ink(colour(given['on_primary'], palette.onPrimary), [primary]);
  const accent = colour(given['accent'], isHex(textOf(given['primary'])) ? primary : palette.accent);
  // The sky of a theme that only lives of the given colours is their background.
  const sky =
    named || !isHex(textOf(given['background'])) ? palette.sky : ([background, background] as const);
  const plain = sky[0] === background;
  const button = buttonOf(given, palette, primary, onPrimary);
  return {
    '--primary': primary,
    '--on-primary': onPrimary,
    '--background': background,
    '--surface': surface,
    '--text': text,
    // Prices and figures have this colour, so it needs the contrast too.
    '--accent': isReadable(accent, [surface]) ? accent : text,
    '--sky-top': sky[0],
    '--sky-foot': sky[1],
    '--glow': palette.glow,
    '--shade': seeThrough(mixed(primary, '#000000', 0.7), 0.34),
    '--title-top': plain ? text : palette.title[0],
    '--title-foot': plain ? text : palette.title[1],
    '--title-edge': plain ? background : palette.titleEdge,
    '--plate': surface,
    '--on-plate': text,
    '--button-top': button[0],
    '--button-foot': button[1],
    '--button-edge': button[2],
    '--on-button': button[3],
    '--line': mixed(surface, text, 0.14),
    '--radius': `${palette.radius}rem`,
  };
}

/** The surface of the theme; on a ground of the other kind one that goes with it, else no text is readable on both. */
function surfaceOn(background: string, palette: Palette): string {
  if (isDark(background) === isDark(palette.background)) return palette.surface;
  return mixed(background, '#ffffff', isDark(background) ? 0.08 : 0.7);
}

/** The button of the theme, or one of the primary colour that the activity gives. */
function buttonOf(given: Fields, palette: Palette, primary: string, onPrimary: string): Palette['button'] {
  if (!isHex(textOf(given['primary']))) return palette.button;
  const top = mixed(primary, isDark(primary) ? '#ffffff' : palette.glow, 0.12);
  return [isReadable(onPrimary, [top]) ? top : primary, primary, mixed(primary, '#000000', 0.32), onPrimary];
}

function colour(value: unknown, fallback: string): string {
  const text = textOf(value);
  return isHex(text) ? text.toLowerCase() : fallback;
}
