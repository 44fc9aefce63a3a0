import { attempt } from '../phone/kept.ts';

/** `dismissed`: the user closed the share sheet. `failed`: the link can neither be shared nor copied here. */
export type Shared = 'shared' | 'copied' | 'dismissed' | 'failed';

export interface Shareable {
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

/** Whether the page runs in WeChat, where a page is shared by the app's own menu alone. */
export function isWeChat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
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

/** Whether the text is in the clipboard now. Never rejects. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/* For web views without a clipboard, and over plain http. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'for-readers-only';
  const focused = document.activeElement;
  // Inside the open dialog, if there is one: outside of it nothing can be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const done = attempt(() => document.execCommand('copy')) === true;
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}
