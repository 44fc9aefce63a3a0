import type { Context } from 'koa';
import { requestContext } from './request-context.ts';

/** Names the release that the answer is of. @param no left out where there is none */
export function nameRelease(ctx: Context, no: number | null | undefined): void {
  if (typeof no === 'number') requestContext(ctx).headers.push('X-Release', `${no}`);
}
