import { fetchDraw, type Question } from './api.ts';
import { type DrawResult, drawResultOf, pauseBefore } from './draw.ts';

/** A result that the server has given. */
export type KnownResult = Exclude<DrawResult, { kind: 'unknown' }>;

/** One that a visitor is shown. */
export type Shown = Extract<KnownResult, { kind: 'won' | 'not_won' }>;

export interface DrawWaiting {
  /** What a captcha gave, after a refusal with 1009. */
  readonly proof?: string | undefined;
  /** No answer yet, after an attempt. @param crowded whether the server answers that it is busy */
  readonly onUnsure?: ((crowded: boolean) => void) | undefined;
  /** Ends the attempts; the promise then stays pending. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a draw with one key until its result is known, with growing pauses. However often it is sent, the key is one draw.
 * Never rejects.
 */
export function drawUntilKnown(
  question: Question,
  key: string,
  { onUnsure, signal, proof }: DrawWaiting = {},
): Promise<KnownResult> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    signal?.addEventListener('abort', () => clearTimeout(timer));

    async function attempt(count: number): Promise<void> {
      const answer = await fetchDraw({ ...question, proof }, key);
      if (signal?.aborted) return;
      const result = drawResultOf(answer);
      if (result.kind !== 'unknown') return resolve(result);
      const isAnswered = answer.kind === 'answered';
      onUnsure?.(isAnswered);
      const asked = isAnswered ? answer.retryAfterMs : 0;
      timer = setTimeout(() => void attempt(count + 1), Math.max(pauseBefore(count), asked));
    }

    void attempt(1);
  });
}
