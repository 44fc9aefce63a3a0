import { attempt } from './kept.ts';

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
