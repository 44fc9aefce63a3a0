import { QueryClient } from '@tanstack/vue-query';
import { isAway } from './api-error.ts';

/** Keeps answers for 10 s, and asks again, ever more slowly, for as long as the service is away. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (failures, error) => isAway(error) && failures < 60,
      retryDelay: (failures) => Math.min(1000 * 1.6 ** failures, 15_000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
