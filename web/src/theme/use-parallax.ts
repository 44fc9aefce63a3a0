import { onBeforeUnmount, onMounted, type Ref } from 'vue';
import { isCalm } from '../phone/calm.ts';

/* How far a plane with the depth 1 moves, in px, and the angles of the phone that count, in degrees. */
const BY_TILT = 10;
const BY_SCROLL = 0.12;
const TILT_RANGE = 24;
/* The sensor of a phone that lies still reports changes of up to half a degree. */
const NOISE = (0.5 / TILT_RANGE) * BY_TILT;
/* How fast it follows: the share of the way per frame. */
const FOLLOWS = 0.12;
const STILL = 0.02;

/**
 * Moves the planes of a scene: each element with `data-depth` (0 does not move, 1 moves most) by scrolling and by the
 * tilt of the phone, where its sensor reports without having been asked for. An element with `data-depth` must have no
 * transform of its own. Nothing moves if the phone asks for less motion.
 */
export function useParallax(root: Ref<HTMLElement | undefined>): void {
  const goal = { x: 0, y: 0, scroll: 0 };
  const now = { x: 0, y: 0, scroll: 0 };
  let first: { beta: number; gamma: number } | null = null;
  let frame = 0;

  function onTilt({ beta, gamma }: DeviceOrientationEvent): void {
    if (beta === null || gamma === null) return;
    // As the phone is held when it first reports is its rest.
    first ??= { beta, gamma };
    const x = within(gamma - first.gamma) * BY_TILT;
    const y = within(beta - first.beta) * BY_TILT;
    if (Math.abs(x - goal.x) + Math.abs(y - goal.y) < NOISE) return;
    goal.x = x;
    goal.y = y;
    wake();
  }

  function onScroll(): void {
    const height = root.value?.clientHeight ?? 0;
    const scroll = Math.min(Math.max(scrollY, 0), height) * BY_SCROLL;
    // Below the scene nothing of it is seen.
    if (scroll === goal.scroll) return;
    goal.scroll = scroll;
    wake();
  }

  function wake(): void {
    if (frame === 0) frame = requestAnimationFrame(step);
  }

  function step(): void {
    frame = 0;
    now.x += (goal.x - now.x) * FOLLOWS;
    now.y += (goal.y - now.y) * FOLLOWS;
    // At once: what follows the finger late looks broken.
    now.scroll = goal.scroll;
    for (const plane of root.value?.querySelectorAll<HTMLElement>('[data-depth]') ?? []) {
      const depth = Number(plane.dataset['depth']) || 0;
      const x = (now.x * depth).toFixed(2);
      const y = (now.y * depth + now.scroll * (1 - depth)).toFixed(2);
      plane.style.transform = `translate3d(${x}px, ${y}px, 0)`;
    }
    if (Math.abs(goal.x - now.x) + Math.abs(goal.y - now.y) > STILL) wake();
  }

  onMounted(() => {
    if (isCalm()) return;
    addEventListener('scroll', onScroll, { passive: true });
    addEventListener('deviceorientation', onTilt);
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    removeEventListener('scroll', onScroll);
    removeEventListener('deviceorientation', onTilt);
  });
}

/** The tilt as -1 to 1. */
function within(angle: number): number {
  return Math.min(Math.max(angle / TILT_RANGE, -1), 1);
}
