import { useQuery } from '@tanstack/vue-query';
import { inject, type Ref } from 'vue';
import type { ReviewJson } from '../../../../src/adapters/koa/console/contract/releases.ts';
import { activityApi } from '../../activity/activity-api.ts';
import { AROUND_DRAFT } from '../../activity/unsaved.ts';
import { get } from '../../api/client.ts';

/** What publishing the draft would mean; what is being edited is saved first. */
export function useReview(id: string, isOpen: Ref<boolean>) {
  const editor = inject(AROUND_DRAFT, null);
  return useQuery({
    queryKey: ['activities', id, 'review'],
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      await editor?.saveFirst();
      return get<ReviewJson>(activityApi(id, '/review'), {}, signal);
    },
    // A simulation may end, or a colleague approve, while the sheet is open.
    refetchInterval: 5000,
  });
}
