import { type ComputedRef, computed, type Ref, ref } from 'vue';
import { useRouter } from 'vue-router';
import { refreshActivities } from '../activity/use-activity.ts';
import { pageOf } from './main-page.ts';
import { isActivityId } from './suggest-id.ts';

interface Making {
  readonly id: Ref<string>;
  readonly title: Ref<string>;
  readonly taken: ComputedRef<ReadonlySet<string>>;
  /** Asks the server for the activity. */
  readonly create: () => Promise<unknown>;
  readonly close: () => void;
}

/** Makes an activity under a free id, and leads to its editor. */
export function useMaking({ id, title, taken, create, close }: Making) {
  const router = useRouter();
  const error = ref<unknown>(null);
  const isBusy = ref(false);
  const isTried = ref(false);
  const isGood = computed(
    () => title.value.trim() !== '' && isActivityId(id.value) && !taken.value.has(id.value),
  );

  async function make(): Promise<void> {
    isTried.value = true;
    if (!isGood.value || isBusy.value) return;
    isBusy.value = true;
    error.value = null;
    try {
      await create();
      void refreshActivities();
      close();
      await router.push(pageOf(id.value, 'edit'));
    } catch (cause) {
      error.value = cause;
    } finally {
      isBusy.value = false;
    }
  }

  return { error, isBusy, isTried, make };
}
