import { STROKE_RADIUS, type Stroke } from './scratched-cells.ts';

/* More pixels cannot be seen, and cost time on each stroke. */
const MOST_PIXELS = 2;

const GOLD = ['#b98531', '#efcb72', '#fff3c6', '#dba94b', '#a26d21'] as const;
const STOPS = [0, 0.3, 0.46, 0.7, 1] as const;

/** Paints the whole coating in the size that the canvas has on the screen: gold with the fine lines of a banknote. */
export function paintCoating(canvas: HTMLCanvasElement, label: string): void {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const pen = canvas.getContext('2d');
  if (!pen || width === 0 || height === 0) return;
  const scale = Math.min(MOST_PIXELS, devicePixelRatio || 1);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.setTransform(scale, 0, 0, scale, 0, 0);

  const gold = pen.createLinearGradient(0, 0, width, height);
  for (const [index, colour] of GOLD.entries()) gold.addColorStop(STOPS[index] ?? 1, colour);
  pen.fillStyle = gold;
  pen.fillRect(0, 0, width, height);

  // Each line is a dark one and, half a pixel below it, a light one: it looks engraved.
  engrave(pen, () => waves(pen, width, height));
  engrave(pen, () => rosette(pen, width / 2, height / 2, height * 0.46));
  plate(pen, width, height, label);

  pen.strokeStyle = 'rgba(255, 250, 225, 0.75)';
  pen.lineWidth = 2;
  pen.strokeRect(0, 0, width, height);
}

/** Takes a stroke off the coating. */
export function eraseStroke(canvas: HTMLCanvasElement, { from, to }: Stroke): void {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const radius = STROKE_RADIUS * width;
  pen.globalCompositeOperation = 'destination-out';
  // Takes off as much as it is opaque.
  pen.strokeStyle = '#000';
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  // The broad stroke, and thinner ones beside it that leave a frayed edge.
  for (const [shift, part] of [
    [0, 0.86],
    [-0.42, 0.5],
    [0.38, 0.56],
  ] as const) {
    pen.lineWidth = radius * 2 * part;
    pen.beginPath();
    pen.moveTo(from.x * width + shift * radius, from.y * height + shift * radius);
    // A stroke without length is a dot in some browsers, and nothing in others.
    pen.lineTo(to.x * width + shift * radius + 0.1, to.y * height + shift * radius);
    pen.stroke();
  }
  pen.globalCompositeOperation = 'source-over';
}

function engrave(pen: CanvasRenderingContext2D, lines: () => void): void {
  pen.lineWidth = 0.7;
  for (const [shift, colour] of [
    [0.6, 'rgba(255, 251, 226, 0.5)'],
    [0, 'rgba(112, 68, 8, 0.34)'],
  ] as const) {
    pen.save();
    pen.translate(shift, shift);
    pen.strokeStyle = colour;
    pen.beginPath();
    lines();
    pen.stroke();
    pen.restore();
  }
}

/** Two families of waves that cross. */
function waves(pen: CanvasRenderingContext2D, width: number, height: number): void {
  const gap = height / 15;
  for (let line = -1; line < 17; line++) {
    for (const turn of [0, Math.PI]) {
      for (let x = 0; x <= width + 6; x += 6) {
        const y = line * gap + Math.sin((x / width) * Math.PI * 6 + turn + line * 0.35) * gap * 0.9;
        if (x === 0) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
    }
  }
}

function rosette(pen: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  for (let ring = 0; ring < 9; ring++) {
    const size = radius * (1 - ring * 0.055);
    for (let step = 0; step <= 180; step++) {
      const angle = (step / 180) * Math.PI * 2;
      const distance = size * (0.86 + 0.14 * Math.cos(angle * 12 + ring * 0.7));
      const [px, py] = [x + Math.cos(angle) * distance * 1.25, y + Math.sin(angle) * distance];
      if (step === 0) pen.moveTo(px, py);
      else pen.lineTo(px, py);
    }
  }
}

/** A calm ground in the middle, with the words on it in relief. */
function plate(pen: CanvasRenderingContext2D, width: number, height: number, label: string): void {
  const glow = pen.createRadialGradient(width / 2, height / 2, 0, width / 2, height / 2, height * 0.62);
  glow.addColorStop(0, 'rgba(255, 244, 204, 0.95)');
  glow.addColorStop(0.55, 'rgba(250, 226, 156, 0.85)');
  glow.addColorStop(1, 'rgba(250, 226, 156, 0)');
  pen.fillStyle = glow;
  pen.fillRect(0, 0, width, height);
  let size = height * 0.24;
  const font = () => {
    pen.font = `900 ${size}px -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif`;
  };
  font();
  const wide = pen.measureText(label).width;
  if (wide > width * 0.7) size *= (width * 0.7) / wide;
  font();
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const [shift, colour] of [
    [1.5, 'rgba(255, 253, 238, 0.95)'],
    [-0.8, 'rgba(84, 46, 2, 0.55)'],
    [0, '#8a540c'],
  ] as const) {
    pen.fillStyle = colour;
    pen.fillText(label, width / 2 + shift, height / 2 + shift);
  }
}
