import { unitStoresContract } from '../../../contracts/unit-stores.ts';
import { MemoryUnitStores } from '../../../support/memory-unit-stores.ts';

describe('MemoryUnitStores', () => {
  unitStoresContract(async (now) => new MemoryUnitStores(now));
});
