import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import type { Series } from '../../../src/adapters/koa/console/contract/live.ts';
import { activityApi } from '../activity/activity-api.ts';
import { get } from '../api/client.ts';

/** How much of an activity a chart shows: its last hour, its last day, or all of it with what is to come. */
export type ChartRange = 'hour' | 'day' | 'all';

const HOUR = 3_600_000;
const SPANS = { hour: HOUR, day: 24 * HOUR } as const;

/** What happened over time; asked again every few seconds, since the present point grows. */
export const useSeries = (id: MaybeRefOrGetter<string>, range: MaybeRefOrGetter<ChartRange>) =>
  useQuery({
    queryKey: computed(() => ['activities', toValue(id), 'series', toValue(range)]),
    queryFn: ({ signal }) => {
      const shown = toValue(range);
      const query =
        shown === 'all'
          ? {}
          : {
              from: new Date(Date.now() - SPANS[shown]).toISOString(),
              to: new Date().toISOString(),
              step: 'minute',
            };
      return get<Series>(activityApi(toValue(id), '/series'), query, signal);
    },
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
