import { type Ref, ref, shallowRef } from 'vue';

/** A list that begins with what is known and gets further pages by a button. */
export function useMore<Item, Cursor>(
  first: readonly Item[],
  next: Cursor | null,
  load: (before: Cursor) => Promise<{ items: readonly Item[]; next: Cursor | null }>,
) {
  const items = shallowRef(first);
  const cursor = ref(next) as Ref<Cursor | null>;
  const busy = ref(false);
  const error = ref<unknown>(null);

  async function more(): Promise<void> {
    if (busy.value || cursor.value === null) return;
    busy.value = true;
    error.value = null;
    try {
      const page = await load(cursor.value);
      items.value = [...items.value, ...page.items];
      cursor.value = page.next;
    } catch (cause) {
      error.value = cause;
    } finally {
      busy.value = false;
    }
  }

  return { items, cursor, busy, error, more };
}
