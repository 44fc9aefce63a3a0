import { useQuery } from '@tanstack/vue-query';
import { type ComputedRef, computed } from 'vue';
import type { ActivityRow } from '../../../src/adapters/koa/console/contract/activities.ts';
import { get } from '../api/client.ts';

/** The ids that activities have: of the first page of the list, as a hint while one types. The service has the last word. */
export function useTakenIds(): ComputedRef<ReadonlySet<string>> {
  const { data } = useQuery({
    queryKey: ['activities', 'ids'],
    queryFn: ({ signal }) => get<{ activities: ActivityRow[] }>('/api/activities', {}, signal),
  });
  return computed(() => new Set(data.value?.activities.map(({ activity_id }) => activity_id)));
}
