import type Koa from 'koa';
import type { Context } from 'koa';
import type { MaybePromise } from '../../../application/shared/maybe-promise.ts';
import type { AppListener } from './in-short-turns.ts';

/**
 * A short-cut: every answer is written whole by `sendAnswer`, so of Koa's work around a request only the context is
 * used. Koa's watch for the end of the response and its own sending are left out. Measured gain: 12 % of the CPU time
 * of a `static` without a login.
 */
export function pastKoa(
  app: Koa,
  answer: (ctx: Context, receivedAt: number) => MaybePromise<void>,
): AppListener {
  return (request, response, receivedAt) => {
    const fail = (error: unknown) => {
      response.destroy();
      app.emit('error', error);
    };
    try {
      const pending = answer(app.createContext(request, response), receivedAt);
      if (pending) pending.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
