import { attempt } from '../../phone/kept.ts';
import type { Spot } from './scratched-cells.ts';

/**
 * Follows one finger, or the mouse, on an element.
 * @param down whether the finger may begin there and then
 */
export function useFinger(down: () => boolean, at: (spot: Spot, begins: boolean) => void) {
  let finger: number | null = null;

  function spotOf(event: PointerEvent): Spot {
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }

  return {
    forget(): void {
      finger = null;
    },
    onDown(event: PointerEvent): void {
      if (finger !== null || event.button > 0 || !down()) return;
      event.preventDefault();
      finger = event.pointerId;
      const element = event.currentTarget as HTMLElement;
      // Refused for a finger that has left already.
      attempt(() => element.setPointerCapture(event.pointerId));
      at(spotOf(event), true);
    },
    onMove(event: PointerEvent): void {
      if (event.pointerId === finger) at(spotOf(event), false);
    },
    onUp(event: PointerEvent): void {
      if (event.pointerId === finger) finger = null;
    },
  };
}
