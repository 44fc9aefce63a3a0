import { type ComputedRef, computed, type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { sayError } from '../../parts/say-error.ts';
import { useEditor } from '../draft/editor.ts';
import { type JsonPath, valueAt } from '../text/json-path.ts';
import { openedPicture } from './opened-picture.ts';
import { pictureNameFor } from './picture-places.ts';
import { uploadPicture } from './upload-picture.ts';

export interface PictureHandle {
  /** Where the browser finds it; `null` where there is none, or it is not in the draft. */
  readonly url: ComputedRef<string | null>;
  /** One that is to be cut. */
  readonly opened: ShallowRef<ImageBitmap | null>;
  /** From 0 to 1 while it is sent. */
  readonly share: Readonly<ShallowRef<number | null>>;
  readonly problem: Readonly<ShallowRef<string>>;
  open(file: File): Promise<void>;
  send(file: Blob): Promise<void>;
}

/** A picture of the draft at a place of the text: opened, cut, sent, and written into the text. */
export function usePicture(path: () => JsonPath): PictureHandle {
  const editor = useEditor();
  const { t } = useI18n();
  const opened = shallowRef<ImageBitmap | null>(null);
  const share = shallowRef<number | null>(null);
  const problem = shallowRef('');

  const url = computed(() => {
    const value = valueAt(editor.draftText.data.value, path());
    if (typeof value !== 'string' || value === '') return null;
    const name = /^media\/(.+)$/.exec(value)?.[1];
    return name === undefined
      ? null
      : (editor.pictures.value.find((picture) => picture.name === name)?.url ?? null);
  });

  async function open(file: File): Promise<void> {
    problem.value = '';
    try {
      opened.value = await openedPicture(file);
    } catch {
      problem.value = t('editor.picture.unreadable');
    }
  }

  async function send(file: Blob): Promise<void> {
    opened.value = null;
    share.value = 0;
    try {
      const owner = valueAt(editor.draftText.data.value, [...path().slice(0, -1), 'id']);
      const name = pictureNameFor(path(), typeof owner === 'string' ? owner : '');
      const picture = await editor.saving.between(() =>
        uploadPicture(editor.id, name, file, (part) => {
          share.value = part;
        }),
      );
      editor.saving.takePicture(picture);
      editor.set(path(), `media/${picture.name}`);
    } catch (error) {
      problem.value = sayError(error, 'editor');
    } finally {
      share.value = null;
    }
  }

  return { url, opened, share, problem, open, send };
}
