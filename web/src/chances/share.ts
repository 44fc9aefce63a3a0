import { copy } from '../phone/copy.ts';

/** `dismissed`: the user closed the share sheet. `failed`: the link can neither be shared nor copied here. */
export type Shared = 'shared' | 'copied' | 'dismissed' | 'failed';

export interface Shareable {
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

/** Opens the phone's share sheet, or copies the link where there is none. Call it from a tap. Never rejects. */
export async function share(what: Shareable): Promise<Shared> {
  // Missing in WeChat, in most web views and over plain http.
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share(what);
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'dismissed';
      // Some web views have the function and refuse every call.
    }
  }
  return (await copy(what.url)) ? 'copied' : 'failed';
}
