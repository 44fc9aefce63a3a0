import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { z } from 'zod';
import type { ActivityRow, activitiesSchema } from '../../../src/adapters/koa/console/contract/activities.ts';
import { get } from '../api/client.ts';

export interface Filters {
  readonly search: string;
  readonly phase: string;
  readonly dispatch: string;
}

type Page = z.infer<typeof activitiesSchema>;

/** The activities that match, page by page; the last ones stay in sight while others are fetched. */
export function useActivities(filters: Ref<Filters>) {
  const query = useInfiniteQuery({
    queryKey: ['activities', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      get<Page>('/api/activities', { ...filters.value, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const rows = computed<readonly ActivityRow[] | undefined>(() =>
    query.data.value?.pages.flatMap(({ activities }) => activities),
  );
  return { ...query, rows };
}
