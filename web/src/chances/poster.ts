import { encode } from 'uqr';
import { METAL_OFFSETS, RIBBON } from '../parts/metal.ts';
import { rosette } from '../parts/rosette.ts';
import type { Theme } from '../theme/theme.ts';
import {
  POSTER,
  type PosterLayout,
  type PosterMedal,
  type PosterText,
  posterLayout,
} from './poster-layout.ts';

export interface PosterContent {
  readonly theme: Theme;
  readonly title: string;
  /** Below the title. */
  readonly line: string;
  readonly name: string;
  readonly value: string;
  /** Addresses of the pictures on the medals, the first in front. */
  readonly images: readonly string[];
  readonly link: string;
  /** In the card beside the QR code. */
  readonly invites: string;
  readonly scan: string;
}

const FONT =
  '-apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
const GOLD = METAL_OFFSETS.map((offset, at) => [offset, RIBBON[at] ?? ''] as const);
const LONGEST_PICTURE_MS = 4_000;

/**
 * Draws the poster in the theme's colours. `null` where there is no canvas. Pictures of other origins are left out: with
 * one, the browser would not give the drawing out.
 */
export async function drawPoster(content: PosterContent): Promise<HTMLCanvasElement | null> {
  const canvas = document.createElement('canvas');
  canvas.width = POSTER.width;
  canvas.height = POSTER.height;
  const brush = canvas.getContext('2d');
  if (!brush) return null;
  const pictures = await Promise.all(content.images.slice(0, 3).map(pictureOf));
  const layout = posterLayout({ ...content, medals: Math.max(1, pictures.length) }, (text, size) => {
    brush.font = fontOf(size);
    return brush.measureText(text).width;
  });
  paintScene(brush, content.theme, layout);
  paintTitle(brush, content.theme, layout);
  // The first picture belongs to the last medal, which stands in front.
  const behind = [...pictures.slice(1), pictures[0] ?? null];
  for (const [index, medal] of layout.medals.entries())
    paintMedal(brush, content.theme, medal, behind[index] ?? null);
  paintPrize(brush, content.theme, layout);
  paintCard(brush, content, layout);
  return canvas;
}

function fontOf(size: number, weight = 900): string {
  return `${weight} ${size}px ${FONT}`;
}

/* Sky, light, and three planes of paper, each with its shadow. */
function paintScene(brush: CanvasRenderingContext2D, theme: Theme, layout: PosterLayout): void {
  const { width, height } = POSTER;
  brush.fillStyle = gradient(
    brush,
    [0, 0, 0, 1000],
    [
      [0, theme['--sky-top']],
      [1, theme['--sky-foot']],
    ],
  );
  brush.fillRect(0, 0, width, height);
  const sun = layout.medals[layout.medals.length - 1] ?? { x: width / 2, y: 560 };
  brush.save();
  brush.globalAlpha = 0.16;
  brush.fillStyle = theme['--glow'];
  for (let ray = 0; ray < 18; ray += 1) {
    const angle = (2 * Math.PI * ray) / 18;
    brush.beginPath();
    brush.moveTo(sun.x, sun.y);
    brush.lineTo(sun.x + 1_100 * Math.cos(angle - 0.09), sun.y + 1_100 * Math.sin(angle - 0.09));
    brush.lineTo(sun.x + 1_100 * Math.cos(angle + 0.09), sun.y + 1_100 * Math.sin(angle + 0.09));
    brush.fill();
  }
  brush.globalAlpha = 0.7;
  const glow = brush.createRadialGradient(sun.x, sun.y, 40, sun.x, sun.y, 430);
  glow.addColorStop(0, theme['--glow']);
  glow.addColorStop(1, 'rgba(255, 255, 255, 0)');
  brush.fillStyle = glow;
  brush.fillRect(0, sun.y - 440, width, 880);
  brush.restore();
  const planes: readonly (readonly [number, string, number])[] = [
    [930, theme['--sky-top'], 60],
    [1_000, theme['--button-foot'], -48],
    [1_096, theme['--background'], 36],
  ];
  for (const [y, colour, bend] of planes) {
    shadowed(brush, theme, 26, -8, () => {
      brush.fillStyle = colour;
      brush.beginPath();
      brush.moveTo(0, y + bend);
      brush.bezierCurveTo(width * 0.3, y - bend, width * 0.6, y + bend * 1.4, width, y - bend * 0.6);
      brush.lineTo(width, height);
      brush.lineTo(0, height);
      brush.fill();
    });
  }
}

function paintTitle(brush: CanvasRenderingContext2D, theme: Theme, { title, line }: PosterLayout): void {
  brush.textAlign = 'center';
  brush.lineJoin = 'round';
  brush.font = fontOf(title.size);
  eachLine(title, (text, y) => {
    brush.strokeStyle = theme['--title-edge'];
    brush.lineWidth = title.size * 0.17;
    brush.strokeText(text, POSTER.width / 2, y + 4);
    brush.fillStyle = gradient(
      brush,
      [0, y - title.size, 0, y + 8],
      [
        [0.3, theme['--title-top']],
        [0.85, theme['--title-foot']],
      ],
    );
    brush.fillText(text, POSTER.width / 2, y);
  });
  plated(brush, theme, line, 700);
}

function paintPrize(brush: CanvasRenderingContext2D, theme: Theme, { value, name }: PosterLayout): void {
  brush.font = fontOf(value.size);
  eachLine(value, (text, y) => {
    brush.strokeStyle = theme['--title-edge'];
    brush.lineWidth = 16;
    brush.strokeText(text, POSTER.width / 2, y + 3);
    brush.fillStyle = gradient(
      brush,
      [0, y - value.size, 0, y],
      [
        [0.2, theme['--title-top']],
        [0.9, theme['--title-foot']],
      ],
    );
    brush.fillText(text, POSTER.width / 2, y);
  });
  plated(brush, theme, name, 800);
}

/* Text on the scene stands on a plate: the ground may be anything. */
function plated(brush: CanvasRenderingContext2D, theme: Theme, text: PosterText, weight: number): void {
  brush.font = fontOf(text.size, weight);
  eachLine(text, (line, y) => {
    const width = brush.measureText(line).width + text.size * 1.2;
    brush.fillStyle = theme['--plate'];
    rounded(
      brush,
      (POSTER.width - width) / 2,
      y - text.size * 1.02,
      width,
      text.size * 1.42,
      text.size * 0.7,
    );
    brush.fill();
    brush.fillStyle = theme['--on-plate'];
    brush.fillText(line, POSTER.width / 2, y);
  });
}

function paintMedal(
  brush: CanvasRenderingContext2D,
  theme: Theme,
  { x, y, radius }: PosterMedal,
  picture: HTMLImageElement | null,
): void {
  const corner = radius * 0.72;
  shadowed(brush, theme, 24, 12, () => {
    brush.fillStyle = gradient(brush, [x - corner, y - corner, x + corner, y + corner], GOLD);
    brush.fill(new Path2D(rosette([x, y], radius * 0.94, 22, radius * 0.07)));
  });
  shadowed(brush, theme, 10, 5, () => {
    brush.fillStyle = theme['--button-foot'];
    brush.fill(new Path2D(rosette([x, y], radius * 0.81, 22, radius * 0.06)));
  });
  shadowed(brush, theme, 10, 5, () => {
    brush.fillStyle = '#fffdf7';
    brush.beginPath();
    brush.arc(x, y, radius * 0.71, 0, 2 * Math.PI);
    brush.fill();
  });
  if (picture === null) {
    paintGift(brush, theme, x, y, radius * 0.02);
    return;
  }
  const size = radius * 1.24;
  brush.save();
  brush.beginPath();
  brush.arc(x, y, radius * 0.62, 0, 2 * Math.PI);
  brush.clip();
  brush.drawImage(picture, x - size / 2, y - size / 2, size, size);
  brush.restore();
}

/* In place of a picture that is missing, or of another origin. */
function paintGift(brush: CanvasRenderingContext2D, theme: Theme, x: number, y: number, scale: number): void {
  brush.save();
  brush.translate(x, y);
  brush.scale(scale, scale);
  brush.fillStyle = theme['--button-foot'];
  brush.fillRect(-17, -4, 34, 24);
  brush.fillStyle = theme['--button-edge'];
  brush.fillRect(-20, -11, 40, 9);
  brush.fillStyle = '#e0a93b';
  brush.fillRect(-3.5, -11, 7, 31);
  brush.lineWidth = 4;
  brush.strokeStyle = '#e0a93b';
  brush.stroke(new Path2D('M0-12C-10-11-15-16-12-21S-2-20 0-12C2-20 9-26 12-21S10-11 0-12'));
  brush.restore();
}

function paintCard(
  brush: CanvasRenderingContext2D,
  content: PosterContent,
  { card, code }: PosterLayout,
): void {
  const { theme } = content;
  shadowed(brush, theme, 30, 10, () => {
    brush.fillStyle = theme['--surface'];
    rounded(brush, card.x, card.y, card.width, card.height, 28);
    brush.fill();
  });
  // Black on white with every theme: not every scanner reads others.
  brush.fillStyle = '#ffffff';
  rounded(brush, code.x, code.y, code.size, code.size, 12);
  brush.fill();
  brush.fillStyle = '#000000';
  const { data, size } = encode(content.link, { ecc: 'M', border: 2 });
  const module = code.size / size;
  for (const [row, cells] of data.entries()) {
    for (const [column, dark] of cells.entries()) {
      if (dark) brush.fillRect(code.x + column * module, code.y + row * module, module + 0.4, module + 0.4);
    }
  }
  const room = code.x - card.x - 68;
  brush.textAlign = 'left';
  brush.fillStyle = theme['--text'];
  brush.font = fontOf(46);
  brush.fillText(content.invites, card.x + 36, card.y + 112, room);
  brush.font = fontOf(30, 500);
  brush.fillText(content.scan, card.x + 36, card.y + 168, room);
}

function eachLine({ lines, y, lineHeight }: PosterText, paint: (text: string, y: number) => void): void {
  for (const [index, text] of lines.entries()) paint(text, y + index * lineHeight);
}

function gradient(
  brush: CanvasRenderingContext2D,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  stops: readonly (readonly [number, string])[],
): CanvasGradient {
  const made = brush.createLinearGradient(x0, y0, x1, y1);
  for (const [at, colour] of stops) made.addColorStop(at, colour);
  return made;
}

function shadowed(
  brush: CanvasRenderingContext2D,
  theme: Theme,
  blur: number,
  down: number,
  paint: () => void,
): void {
  brush.save();
  brush.shadowColor = theme['--shade'];
  brush.shadowBlur = blur;
  brush.shadowOffsetY = down;
  paint();
  brush.restore();
}

/* `roundRect` came later than the oldest web views. */
function rounded(
  brush: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  const corner = Math.min(radius, width / 2, height / 2);
  brush.beginPath();
  brush.moveTo(x + corner, y);
  brush.arcTo(x + width, y, x + width, y + height, corner);
  brush.arcTo(x + width, y + height, x, y + height, corner);
  brush.arcTo(x, y + height, x, y, corner);
  brush.arcTo(x, y, x + width, y, corner);
  brush.closePath();
}

/** `null` for one of another origin, one that does not load, or one that takes too long. */
function pictureOf(url: string): Promise<HTMLImageElement | null> {
  if (url === '' || new URL(url, document.baseURI).origin !== location.origin) return Promise.resolve(null);
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    setTimeout(() => resolve(null), LONGEST_PICTURE_MS);
    image.src = url;
  });
}
