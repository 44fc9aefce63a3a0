import type { Answer } from '../../web/src/client/api.ts';

type Answered = Extract<Answer, { kind: 'answered' }>;

/** An answer as the page's client gives it, with what matters to a test. */
export function answered(ret: number, more: Partial<Answered> = {}): Answered {
  return {
    kind: 'answered',
    ret,
    msg: '',
    data: '',
    detail: undefined,
    serverTime: null,
    receivedAt: 0,
    retryAfterMs: 0,
    ...more,
  };
}
