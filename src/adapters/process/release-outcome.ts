import type { ReleaseOutcome } from '../../domain/releases/release-telemetry.ts';
import { isOfType } from './channel.ts';

type Settled = { readonly type: 'release-settled'; readonly outcome: ReleaseOutcome };

/** From the operations process to the one that started it, which exports the number. */
export function reportOutcome(outcome: ReleaseOutcome): void {
  process.send?.({ type: 'release-settled', outcome } satisfies Settled, undefined, undefined, () => {});
}

/** `null` where the message is another one. */
export function outcomeIn(message: unknown): ReleaseOutcome | null {
  return isOfType<Settled>(message, 'release-settled') ? message.outcome : null;
}
