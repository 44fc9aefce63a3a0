import { type Ref, ref } from 'vue';
import { eraseStroke, paintCoating } from './coating.ts';
import { paperBits } from './paper-bits.ts';
import { type Spot, type Stroke, scratchedCells } from './scratched-cells.ts';

/* The window of the card, as the styles place it. */
const RATIO = 284 / 184;

/** The coating of one card after the other. Call it in a component's setup. */
export function useCoating(label: () => string) {
  const canvas: Ref<HTMLCanvasElement | null> = ref(null);
  const bitsPlace: Ref<HTMLElement | null> = ref(null);
  let cells = scratchedCells(RATIO);
  let strokes: Stroke[] = [];
  let bits: ReturnType<typeof paperBits> | undefined;
  let last: Spot | null = null;

  return {
    canvas,
    bitsPlace,
    share: () => cells.share(),
    /** Paints it as it is: the strokes are kept in parts of the width, and are there again after the phone was turned. */
    paint(): void {
      bits = bitsPlace.value ? paperBits(bitsPlace.value) : undefined;
      if (!canvas.value) return;
      paintCoating(canvas.value, label());
      for (const stroke of strokes) eraseStroke(canvas.value, stroke);
    },
    /** The finger, or the coin, comes down elsewhere. */
    lift(): void {
      last = null;
    },
    scratch(to: Spot): void {
      const stroke = { from: last ?? to, to };
      last = to;
      strokes.push(stroke);
      cells.scratch(stroke);
      if (canvas.value) eraseStroke(canvas.value, stroke);
      bits?.fall(to);
    },
    /** For the next card; `paint` it once it is there. */
    renew(): void {
      cells = scratchedCells(RATIO);
      strokes = [];
      last = null;
    },
  };
}
