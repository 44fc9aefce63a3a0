import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { describeDrawLedger } from '../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../contracts/draw-log.ts';
import { describeUnitPools } from '../../contracts/unit-pools.ts';

const create = async () => {
  const ledger = new MemoryDrawLedger();
  return { ledger, drawLog: ledger, close: async () => {} };
};

describeDrawLedger({ name: 'memory', create });
describeUnitPools({ name: 'memory', create });
describeDrawLog({ name: 'memory', create, isInMemory: true });
