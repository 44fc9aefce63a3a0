import { isCalm } from '../../phone/calm.ts';
import type { Spot } from './scratched-cells.ts';

const PAUSE_MS = 45;
const SHADES = 4;

/**
 * Lets a scrap of the coating fall now and then where it is scratched. A few elements take turns, so that nothing is
 * created while a finger moves.
 */
export function paperBits(place: HTMLElement) {
  const bits = [...place.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const calm = isCalm();
  let next = 0;
  let lastAt = -PAUSE_MS;

  return {
    fall({ x, y }: Spot): void {
      const now = performance.now();
      const bit = bits[next % bits.length];
      // Old web views have no `animate`.
      if (calm || now - lastAt < PAUSE_MS || typeof bit?.animate !== 'function') return;
      lastAt = now;
      next += 1;
      const [left, top] = [x * place.clientWidth, y * place.clientHeight];
      const aside = ((next * 37) % 60) - 30;
      const turn = ((next * 83) % 360) + 180;
      const size = 0.6 + ((next * 29) % SHADES) / SHADES;
      const at = (dx: number, dy: number, degrees: number, width: number) =>
        `translate(${left + dx}px, ${top + dy}px) rotate(${degrees}deg) scale(${size * width}, ${size})`;
      bit.animate(
        [
          { transform: at(0, 0, 0, 1), opacity: 1 },
          { transform: at(aside * 0.6, -14, turn * 0.3, 0.4), opacity: 1, offset: 0.2 },
          { transform: at(aside, 40, turn * 0.7, 1), opacity: 1, offset: 0.6 },
          { transform: at(aside * 1.3, 130, turn, 0.3), opacity: 0 },
        ],
        { duration: 900, easing: 'cubic-bezier(0.3, 0.2, 0.7, 1)' },
      );
    },
  };
}
