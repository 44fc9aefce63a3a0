import {
  type Channel,
  isLedgerMethod,
  isOfType,
  type LedgerAnswer,
  type LedgerCall,
  type OwnedLedger,
} from './channel.ts';

/** Lets the process at the other end of the channel use a ledger that is open in this one. */
export function serveLedger(ledger: OwnedLedger, channel: Channel): void {
  channel.onMessage(async (message) => {
    if (!isOfType<LedgerCall>(message, 'ledger-call') || !isLedgerMethod(message.method)) return;
    const answer = await answerTo(ledger, message);
    try {
      channel.send(answer);
    } catch {
      // The worker is gone. What was booked is booked, and is found again by its request id.
    }
  });
}

async function answerTo(ledger: OwnedLedger, { id, method, args }: LedgerCall): Promise<LedgerAnswer> {
  const type = 'ledger-answer';
  try {
    const call = ledger[method] as (...args: readonly unknown[]) => Promise<unknown>;
    return { type, id, ok: true, value: await call.apply(ledger, [...args]) };
  } catch (error) {
    return { type, id, ok: false, reason: error instanceof Error ? withCauses(error) : String(error) };
  }
}

function withCauses({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${withCauses(cause)}` : message;
}
