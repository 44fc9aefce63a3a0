import { MemoryUnitStores } from '../../../src/adapters/memory/memory-unit-stores.ts';
import { unitStoresContract } from '../../contracts/unit-stores.ts';

describe('MemoryUnitStores', () => {
  unitStoresContract(async (now) => new MemoryUnitStores(now));
});
