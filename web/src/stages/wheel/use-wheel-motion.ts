import { onMounted, type Ref } from 'vue';
import { isCalm } from '../../phone/calm.ts';
import type { PlaceMotion } from '../use-landing.ts';
import { offsetOf, turnTo } from './angles.ts';
import {
  LEAST_TURN,
  landing,
  PULL_CURVE,
  PULL_MS,
  PULLED,
  RAMP_CURVE,
  RAMP_MS,
  RAMPED,
  SPEED,
  spinAt,
  ticksOf,
} from './spin.ts';

/* Reduced motion: the wheel goes, and comes back as it landed. */
const FADE_MS = 700;
const TICK_MS = 110;
const TICKED = 'rotate(-20deg)';

/**
 * Turns the disc, and ticks with the pointer. The browser's compositor does both, so a busy page does not stop them.
 * Call it in a component's setup.
 */
export function useWheelMotion(
  disc: Ref<HTMLElement | undefined>,
  pointer: Ref<HTMLElement | undefined>,
  sectors: () => number,
): PlaceMotion {
  // The pointer over a border, because the wheel has not said anything yet.
  let angle = 180 / sectors();
  let begun: Animation[] = [];
  let turning: Animation | undefined;

  function stand(at: number): void {
    angle = at % 360;
    if (disc.value) disc.value.style.transform = rotated(angle);
  }

  /** Stops all motion, without a jump if `from` is where the next one begins. */
  function halt(): void {
    for (const animation of begun) animation.cancel();
    begun = [];
    turning = undefined;
  }

  function moves(): boolean {
    // Web views from before 2020 have no such method on iOS.
    return !isCalm() && typeof disc.value?.animate === 'function';
  }

  function move(element: HTMLElement | undefined, frames: Keyframe[], options: KeyframeAnimationOptions) {
    const animation = element?.animate(frames, options);
    if (animation) begun.push(animation);
    return animation;
  }

  function now(): { angle: number; speed: number } {
    const { angle: on, speed } = spinAt(Number(turning?.currentTime ?? 0));
    return { angle: angle + on, speed };
  }

  onMounted(() => stand(angle));

  return {
    begin(): void {
      halt();
      if (!moves()) return;
      const full = PULL_MS + RAMP_MS;
      move(
        disc.value,
        [
          { transform: rotated(angle), easing: PULL_CURVE },
          { transform: rotated(angle + PULLED), easing: RAMP_CURVE, offset: PULL_MS / full },
          { transform: rotated(angle + RAMPED) },
        ],
        { duration: full },
      );
      turning = move(
        disc.value,
        [{ transform: rotated(angle + RAMPED) }, { transform: rotated(angle + RAMPED + 360) }],
        { delay: full, duration: 360 / SPEED, iterations: Number.POSITIVE_INFINITY },
      );
      const step = 360 / sectors() / SPEED;
      const beats = [{ transform: TICKED }, { transform: 'none' }];
      move(pointer.value, beats, { delay: PULL_MS, duration: step, iterations: Number.POSITIVE_INFINITY });
    },
    land(sector): number {
      const from = now();
      const turn = turnTo(from.angle, sector, sectors(), offsetOf(Math.random()), LEAST_TURN);
      const way = landing(turn, from.speed);
      halt();
      stand(from.angle + turn);
      if (!disc.value || !moves()) {
        if (typeof disc.value?.animate === 'function') {
          move(disc.value, [{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: 'ease-out' });
        }
        return FADE_MS;
      }
      move(disc.value, [{ transform: rotated(from.angle) }, { transform: rotated(from.angle + turn) }], {
        duration: way.duration,
        easing: way.curve,
      });
      const beats = beatsOf(ticksOf(way, from.angle, sectors()), way.duration);
      move(pointer.value, beats, { duration: way.duration });
      return way.duration;
    },
    /* Over a border. */
    rest(): void {
      const from = now();
      halt();
      const still = moves() && from.speed > 0;
      const turn = still ? turnTo(from.angle, 0, sectors(), -0.5, 240) : 0;
      stand(still ? from.angle + turn : angle);
      if (!still) return;
      move(disc.value, [{ transform: rotated(from.angle) }, { transform: rotated(from.angle + turn) }], {
        duration: 1_400,
        easing: 'cubic-bezier(0.2, 0.6, 0.4, 1)',
      });
    },
    finish: halt,
  };
}

function rotated(angle: number): string {
  return `rotate(${angle.toFixed(3)}deg)`;
}

/** The pointer is pushed aside at each tick, and falls back. */
function beatsOf(ticks: readonly number[], duration: number): Keyframe[] {
  const beats: Keyframe[] = [{ transform: 'none', offset: 0 }];
  for (const [index, tick] of ticks.entries()) {
    const back = Math.min(tick + TICK_MS, ticks[index + 1] ?? duration, duration);
    beats.push({ transform: TICKED, offset: tick / duration });
    if (back < (ticks[index + 1] ?? Number.POSITIVE_INFINITY)) {
      beats.push({ transform: 'none', offset: back / duration });
    }
  }
  return [...beats, { transform: 'none', offset: 1 }];
}
