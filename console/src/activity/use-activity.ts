import { type UseQueryReturnType, useQuery } from '@tanstack/vue-query';
import { type MaybeRefOrGetter, toValue } from 'vue';
import type { ActivityJson } from '../../../src/adapters/koa/console/contract/activities.ts';
import { get } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';

/** What is known of one activity, for its pages. */
export const useActivity = (id: MaybeRefOrGetter<string>): UseQueryReturnType<ActivityJson, Error> =>
  useQuery({
    queryKey: ['activities', id],
    queryFn: ({ signal }) => get<ActivityJson>(`/api/activities/${toValue(id)}`, {}, signal),
  });

/** Has everything that is shown of activities asked for again: after each change of one. */
export const refreshActivities = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['activities'] });
