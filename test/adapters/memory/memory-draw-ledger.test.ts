import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { describeDrawLedger } from '../../contracts/draw-ledger.ts';

describeDrawLedger({
  name: 'memory',
  create: async () => {
    const ledger = new MemoryDrawLedger();
    return { ledger, drawLog: ledger, close: async () => {} };
  },
});
