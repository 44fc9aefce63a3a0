import { computed, ref } from 'vue';
import { ownMediaUrl } from './media-versions.ts';

/**
 * A picture of an activity, as long as it loads.
 * @param path as the activity's data names it
 */
export function usePicture(path: () => unknown, activityId: () => string) {
  const url = computed(() => ownMediaUrl(path(), activityId(), document.baseURI));
  const broken = ref<string | null>(null);
  return {
    /** Its address; `null` if there is none, or if it did not load. */
    source: computed(() => (url.value === broken.value ? null : url.value)),
    onError(): void {
      broken.value = url.value;
    },
  };
}
