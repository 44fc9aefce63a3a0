import { type ComputedRef, computed, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type {
  CheckedCodesView,
  ImportedCodesView,
  ImportLine,
} from '../../../src/adapters/koa/console/contract/codes.ts';
import { activityApi } from '../activity/activity-api.ts';
import { ApiError } from '../api/api-error.ts';
import { upload, uploadForLines } from '../api/client.ts';
import { reasonOf } from '../parts/say-error.ts';

/** A file as it was when it was chosen: what was checked is what is imported. */
interface ChosenFile {
  readonly name: string;
  readonly bytes: Blob;
}

export interface ImportHandle {
  readonly file: Readonly<ShallowRef<ChosenFile | null>>;
  /** `null`: nothing is checked yet, or it is being checked. */
  readonly checked: Readonly<ShallowRef<CheckedCodesView | null>>;
  readonly isChecking: Readonly<Ref<boolean>>;
  /** From 0 to 1 while it is imported. */
  readonly progress: Readonly<ShallowRef<{ readonly done: number; readonly of: number } | null>>;
  readonly share: ComputedRef<number | null>;
  readonly problem: Readonly<ShallowRef<unknown>>;
  reset(): void;
  choose(file: File): Promise<void>;
  check(): Promise<void>;
  /** @throws ApiError why it cannot be imported, or that it stopped */
  run(reason: string): Promise<ImportedCodesView>;
}

/** The import of a file of codes for a prize: chosen, checked, and imported once that was seen. */
export function useImport(
  activityId: () => string,
  prizeId: () => string,
  mostBytes: () => number,
): ImportHandle {
  const file = shallowRef<ChosenFile | null>(null);
  const checked = shallowRef<CheckedCodesView | null>(null);
  const progress = shallowRef<{ done: number; of: number } | null>(null);
  const problem = shallowRef<unknown>(null);
  const isChecking = ref(false);
  let checking = new AbortController();

  function reset(): void {
    checking.abort();
    file.value = null;
    checked.value = null;
    progress.value = null;
    problem.value = null;
    isChecking.value = false;
  }

  async function choose(chosen: File): Promise<void> {
    reset();
    if (chosen.size > mostBytes()) {
      problem.value = new ApiError(413, 'too_large');
      return;
    }
    try {
      file.value = { name: chosen.name, bytes: new Blob([await chosen.arrayBuffer()]) };
    } catch {
      problem.value = new ApiError(0, 'unreadable');
      return;
    }
    await check();
  }

  async function check(): Promise<void> {
    const { value: sent } = file;
    checking.abort();
    if (!sent || prizeId() === '') return;
    const own = new AbortController();
    checking = own;
    checked.value = null;
    problem.value = null;
    isChecking.value = true;
    try {
      const path = activityApi(activityId(), '/codes/check');
      const answer = await upload<CheckedCodesView>(path, { prize_id: prizeId() }, sent.bytes, own.signal);
      if (!own.signal.aborted) checked.value = answer;
    } catch (error) {
      if (own.signal.aborted) return;
      problem.value = error;
      // Another prize does not make it smaller.
      if (isTooMuch(error)) file.value = null;
    } finally {
      if (!own.signal.aborted) isChecking.value = false;
    }
  }

  async function run(reason: string): Promise<ImportedCodesView> {
    const [{ value: sent }, { value: seen }] = [file, checked];
    if (!sent) throw new ApiError(400, 'no_file');
    if (!seen) throw problem.value ?? new ApiError(409, 'not_checked');
    if (seen.new === null) throw new ApiError(409, 'wrong_lines');
    if (seen.codes === 0) throw new ApiError(409, 'empty');
    if (seen.new === 0) throw new ApiError(409, 'nothing_new');
    let imported: ImportedCodesView | null = null;
    progress.value = { done: 0, of: seen.codes };
    try {
      const path = activityApi(activityId(), '/codes/import');
      const order = { prize_id: prizeId(), hash: seen.hash, reason };
      await uploadForLines<ImportLine>(path, order, sent.bytes, (line) => {
        if ('imported' in line) imported = line.imported;
        else if ('done' in line) progress.value = line;
      });
      if (imported === null) throw new ApiError(503, 'stopped');
      return imported;
    } catch (error) {
      // Some may be there by now.
      void check();
      throw error;
    } finally {
      progress.value = null;
    }
  }

  const share = computed(() => progress.value && progress.value.done / Math.max(1, progress.value.of));
  return { file, checked, isChecking, progress, share, problem, reset, choose, check, run };
}

function isTooMuch(error: unknown): boolean {
  return error instanceof ApiError && ['too_large', 'too_many_lines'].includes(reasonOf(error) ?? error.code);
}
