import { type Ref, ref } from 'vue';

interface OpenRow {
  /** The row whose details are open, if any. */
  readonly openRow: Ref<number | null>;
  readonly toggle: (index: number) => void;
  readonly move: (from: number, to: number) => void;
  readonly remove: (index: number) => void;
}

interface RowEdits {
  readonly count: () => number;
  readonly move: (from: number, to: number) => void;
  readonly remove: (index: number) => void;
}

/** Moves and removes the rows of a table of which one may be open: it follows its own move, and closes on any other. */
export function useOpenRow({ count, move, remove }: RowEdits): OpenRow {
  const openRow = ref<number | null>(null);
  return {
    openRow,
    toggle: (index) => {
      openRow.value = openRow.value === index ? null : index;
    },
    move: (from, to) => {
      if (to < 0 || to >= count()) return;
      move(from, to);
      openRow.value = openRow.value === from ? to : null;
    },
    remove: (index) => {
      remove(index);
      openRow.value = null;
    },
  };
}
