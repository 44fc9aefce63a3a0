import { type Ref, ref } from 'vue';

export interface FileWell {
  /** Whether a file is held over it. */
  readonly isOver: Ref<boolean>;
  pick(event: Event): void;
  drop(event: DragEvent): void;
}

/** A place to choose a file, or to drop one on. @param take gets nothing while `isOff` */
export function useFileWell(take: (file: File) => void, isOff: () => boolean): FileWell {
  const isOver = ref(false);
  const given = (file: File | undefined) => {
    if (file && !isOff()) take(file);
  };
  return {
    isOver,
    pick: (event) => {
      const input = event.target as HTMLInputElement;
      given(input.files?.[0]);
      // The same file, corrected, is another choice.
      input.value = '';
    },
    drop: (event) => {
      isOver.value = false;
      given(event.dataTransfer?.files[0]);
    },
  };
}
