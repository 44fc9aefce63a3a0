import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue';
import type {
  ClashJson,
  DraftJson,
  UploadedJson,
} from '../../../../src/adapters/koa/console/contract/drafts.ts';
import { ApiError, isAway } from '../../api/api-error.ts';
import { post } from '../../api/client.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { DraftText } from './use-text.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  /** Typed, and not sent yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'clash'; readonly clash: ClashJson };

export interface Saving {
  /** As the service has it. */
  readonly draft: ShallowRef<DraftJson | null>;
  readonly state: Readonly<ShallowRef<SaveState>>;
  readonly savedAt: Readonly<ShallowRef<string | null>>;
  /** Saves what is not saved; resolves to whether all is. */
  flush(): Promise<boolean>;
  /** Saves this text over theirs, after a clash. */
  settle(text: string, theirs: DraftJson): Promise<boolean>;
  /** A picture that the draft has now. */
  takePicture(picture: UploadedJson): void;
  /** Runs work that changes the draft at the service, between saves. */
  between<T>(work: () => Promise<T>): Promise<T>;
}

const PAUSE_MS = 700;
const RETRY_MS = 5000;

/**
 * Saves the text a moment after it was changed, with the version that it was edited from.
 * @param onMerged called when somebody else's edit and mine went into one text without a conflict
 */
export function useSaving(id: string, draftText: DraftText, onMerged: (theirs: DraftJson) => void): Saving {
  const draft = shallowRef<DraftJson | null>(null);
  const state = shallowRef<SaveState>({ kind: 'saved' });
  const savedAt = shallowRef<string | null>(null);
  const between = oneAtATime();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isSaved = (): boolean => draft.value === null || draftText.text.value === draft.value.text;

  function later(pause: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), pause);
  }

  watch(draftText.text, () => {
    if (state.value.kind === 'clash') return;
    // By undo it may be what the service has.
    state.value = { kind: isSaved() ? 'saved' : 'waiting' };
    if (!isSaved()) later(PAUSE_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    return between(async () => {
      while (!isSaved() && state.value.kind !== 'clash') if (!(await saveOnce())) return false;
      return isSaved();
    });
  }

  async function saveOnce(): Promise<boolean> {
    const text = draftText.text.value;
    state.value = { kind: 'saving' };
    try {
      const { value } = draft;
      const from = value ? { base_no: value.base_no, hash: value.hash } : undefined;
      take(
        await post<DraftJson>(`/api/activities/${id}/draft`, { version: value?.version ?? 0, text, from }),
      );
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'clash') return meet(error.detail as ClashJson, text);
      state.value = { kind: 'failed', error };
      if (isAway(error)) later(RETRY_MS);
      return false;
    }
  }

  function take(saved: DraftJson): void {
    draft.value = saved;
    savedAt.value = new Date().toISOString();
    state.value = isSaved() ? { kind: 'saved' } : { kind: 'waiting' };
  }

  /* What was typed while it was sent is not in the merged text: it goes to the service first, which merges it too. */
  function meet(clash: ClashJson, sent: string): boolean {
    if (draftText.text.value !== sent) return true;
    if (clash.merged === null || clash.conflicts.length > 0) {
      state.value = { kind: 'clash', clash };
      return false;
    }
    draft.value = clash.theirs;
    draftText.change(clash.merged);
    onMerged(clash.theirs);
    return true;
  }

  function settle(text: string, theirs: DraftJson): Promise<boolean> {
    draft.value = theirs;
    state.value = { kind: 'waiting' };
    draftText.change(text);
    return flush();
  }

  /* Another version than the next one: somebody else has saved too, which the next save is to find out. */
  function takePicture({ version, ...picture }: UploadedJson): void {
    const { value } = draft;
    if (!value) return;
    const pictures = [...value.pictures.filter(({ name }) => name !== picture.name), picture];
    draft.value = { ...value, pictures, version: version === value.version + 1 ? version : value.version };
  }

  return { draft, state, savedAt, flush, settle, between, takePicture };
}
