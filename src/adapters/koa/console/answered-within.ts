import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ConsoleRoute } from './console-route.ts';

/**
 * The same routes, whose callers wait no longer: a store that hangs is away. What a late handler does goes on by itself; its
 * answer is lost.
 * @param isUp whether the record store answered when it was last asked; where it did not, nothing is begun
 */
export function answeredWithin(
  ms: number,
  routes: readonly ConsoleRoute[],
  isUp: () => boolean,
): readonly ConsoleRoute[] {
  return routes.map((route) => ({
    ...route,
    handle: async (request) => {
      if (!isUp()) throw new DependencyError('record store', 'it does not answer');
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new DependencyError('record store', `no answer within ${ms} ms`)),
          ms,
        );
      });
      try {
        return await Promise.race([route.handle(request), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  }));
}
