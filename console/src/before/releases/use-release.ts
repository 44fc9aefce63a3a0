import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import type { ReleaseJson } from '../../../../src/adapters/koa/console/contract/releases.ts';
import { activityApi } from '../../activity/activity-api.ts';
import { get } from '../../api/client.ts';

/** One release, with what a rollback to it would change. */
export const useRelease = (id: () => string, no: () => number) =>
  useQuery({
    queryKey: computed(() => ['activities', id(), 'releases', no()]),
    queryFn: ({ signal }) => get<ReleaseJson>(activityApi(id(), `/releases/${no()}`), {}, signal),
  });
