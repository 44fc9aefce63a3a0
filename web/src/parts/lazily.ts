import { type Component, defineAsyncComponent } from 'vue';

const ATTEMPTS = 4;
const PAUSE_MS = 1_500;

/** A component that is loaded when it is first shown, and asked for again where the network fails. */
export function lazily(load: () => Promise<Component>): Component {
  return defineAsyncComponent({
    loader: load,
    onError(_error, retry, fail, attempts) {
      if (attempts < ATTEMPTS) setTimeout(retry, PAUSE_MS * attempts);
      else fail();
    },
  });
}

/* Longer than this, a visitor sees the rest of the screen without the part. */
const LONGEST_WAIT_MS = 1_500;

/** The result of `work`, or `null` if it takes longer than a visitor would wait for it, or fails. Never rejects. */
export function inTime<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LONGEST_WAIT_MS));
  return Promise.race([work.catch(() => null), late]);
}

/** A part of the first screen in a file of its own. */
export interface Part {
  /** The component, always the same: it is there at once if it was loaded before the first call, else when it comes. */
  component(): Component;
  /** Resolves when it has been loaded, so that nothing moves when it comes; soon in any case. Never rejects. */
  loaded(): Promise<void>;
}

export function partOf(load: () => Promise<{ readonly default: Component }>): Part {
  const lazy = lazily(load);
  let ready: Component | undefined;
  let given: Component | undefined;
  return {
    component() {
      // Another one would be mounted anew.
      given ??= ready ?? lazy;
      return given;
    },
    async loaded() {
      await inTime(
        load().then(({ default: component }) => {
          ready = component;
        }),
      );
    },
  };
}
