import { L1SessionCache } from '../../../src/adapters/memory/l1-session-cache.ts';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { describeConfigRepository } from '../../contracts/config-repository.ts';
import { describeSessionCache } from '../../contracts/session-cache.ts';

const nothingToClose = async () => {};

describeSessionCache({
  name: 'memory',
  create: async () => ({ cache: new MemorySessionCache(), close: nothingToClose }),
});

describeSessionCache({
  name: 'L1 in front of another cache',
  create: async () => ({ cache: new L1SessionCache(new MemorySessionCache(), 1), close: nothingToClose }),
});

describeConfigRepository({
  name: 'memory',
  create: async (files) => ({
    configs: new MemoryConfigRepository(files, kindReadings),
    close: nothingToClose,
  }),
});
