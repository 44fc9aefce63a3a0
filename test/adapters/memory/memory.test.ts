import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { NearSessionCache } from '../../../src/adapters/memory/near-session-cache.ts';
import { detailSchemas } from '../../../src/application/kinds/registry.ts';
import { describeConfigRepository } from '../../contracts/config-repository.ts';
import { describeSessionCache } from '../../contracts/session-cache.ts';

const nothingToClose = async () => {};

describeSessionCache({
  name: 'memory',
  create: async () => ({ cache: new MemorySessionCache(), close: nothingToClose }),
});

describeSessionCache({
  name: 'in-process tier before another cache',
  create: async () => ({ cache: new NearSessionCache(new MemorySessionCache(), 1), close: nothingToClose }),
});

describeConfigRepository({
  name: 'memory',
  create: async (files) => ({
    configs: new MemoryConfigRepository(files, detailSchemas),
    close: nothingToClose,
  }),
});
