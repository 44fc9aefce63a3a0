import { type Activity, type Phase, phaseAt } from '../../../domain/activities/activity.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { PreviewKind } from './preview-states.ts';

type Window = Pick<Activity, 'startsAt' | 'endsAt'>;

/* So long before the start a page counts hours, minutes and seconds. */
const BEFORE_START_MS = 2 * 60 * 60 * 1000;

/* Far enough inside of the window that it does not end while one looks. */
const INSIDE_MS = 60 * 60 * 1000;
const JUST_MS = 60 * 1000;

/**
 * When a state is looked at, in milliseconds since the epoch: now, if it is then, else a moment when it is.
 * @param now milliseconds since the epoch
 */
export function stagedMoment(window: Window, kind: PreviewKind, now: number): number {
  const { startsAt, endsAt } = window;
  switch (kind) {
    case 'before':
      return startsAt === null || now < startsAt ? now : startsAt - BEFORE_START_MS;
    case 'ended':
      return endsAt === null || now >= endsAt ? now : endsAt + JUST_MS;
    default:
      return momentInside(window, now);
  }
}

function momentInside({ startsAt, endsAt }: Window, now: number): number {
  if (startsAt !== null && now < startsAt) {
    return endsAt === null ? startsAt + JUST_MS : Math.min(startsAt + JUST_MS, middle(startsAt, endsAt));
  }
  if (endsAt === null || now < endsAt) return now;
  return startsAt === null ? endsAt - INSIDE_MS : Math.max(endsAt - INSIDE_MS, middle(startsAt, endsAt));
}

function middle(one: number, other: number): number {
  return Math.floor((one + other) / 2);
}

/** A clock that shows a state as long as one looks: it goes on from a moment of the state, and begins again where it ends. */
export class StagedClock implements Clock {
  readonly #window: Window;
  readonly #kind: PreviewKind;
  readonly #clock: Clock;
  #offset: number | null = null;

  constructor(window: Window, kind: PreviewKind, clock: Clock) {
    this.#window = window;
    this.#kind = kind;
    this.#clock = clock;
  }

  now(): number {
    const real = this.#clock.now();
    if (this.#offset === null || phaseAt(this.#window, real + this.#offset) !== this.#phase()) {
      this.#offset = stagedMoment(this.#window, this.#kind, real) - real;
    }
    return real + this.#offset;
  }

  #phase(): Phase {
    if (this.#kind === 'before') return this.#window.startsAt === null ? 'running' : 'not_started';
    return this.#kind === 'ended' && this.#window.endsAt !== null ? 'ended' : 'running';
  }
}
