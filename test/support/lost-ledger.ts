import sinon from 'sinon';
import { MemoryDrawLedger } from '../../src/adapters/memory/memory-draw-ledger.ts';

const EPOCH = 5;

/**
 * Empties a ledger under the processes that use it, and lets an operator have accepted that. It takes nothing that was
 * decided before.
 * @returns the ledger that is there instead
 */
export function lostAndAccepted(ledger: MemoryDrawLedger): MemoryDrawLedger {
  const fresh = new MemoryDrawLedger();
  const of = (method: keyof MemoryDrawLedger) => fresh[method] as (...args: unknown[]) => Promise<object>;
  for (const method of [
    'read',
    'wins',
    'rules',
    'announce',
    'seeds',
    'inviteKey',
    'openHelps',
    'closeHelp',
  ] as const) {
    sinon.stub(ledger, method).callsFake((...args: unknown[]) => of(method).call(fresh, ...args) as never);
  }
  for (const method of ['commit', 'earn', 'help'] as const) {
    sinon
      .stub(ledger, method)
      .callsFake((async (change: { epoch: number }) =>
        change.epoch === EPOCH ? of(method).call(fresh, change) : { kind: 'stale_seed' }) as never);
  }
  sinon.stub(ledger, 'seed').callsFake(async (...args) => ({ ...(await fresh.seed(...args)), epoch: EPOCH }));
  return fresh;
}
