import { z } from 'zod';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { WechatRefusal } from './wechat-refusal.ts';

const refusal = z.object({
  errcode: z.int().refine((code) => code !== 0),
  errmsg: z.string().catch(''),
});

/** @throws DependencyError if the answer is a refusal, or is not of the shape */
export function readWechatAnswer<T>(schema: z.ZodType<T>, answer: unknown, call: string): T {
  const refused = refusal.safeParse(answer);
  if (refused.success) throw new WechatRefusal(call, refused.data.errcode, refused.data.errmsg);
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DependencyError('wechat', `${call} answered without what was asked for`);
}
