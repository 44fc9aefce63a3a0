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
