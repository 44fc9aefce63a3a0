import { shallowRef } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'failed';
}

/** What the shell shows for a moment, newest last. */
export const toasts = shallowRef<readonly Toast[]>([]);

let lastId = 0;

/** Says for a moment that something was done or failed. Failures that a form can show stay in the form. */
export function toast(text: string, tone: Toast['tone'] = 'done'): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }];
  setTimeout(() => dismiss(id), tone === 'done' ? 4000 : 9000);
}

/** Takes one away. */
export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((other) => other.id !== id);
}
