import { expect } from 'chai';
import { MemoryDrawLedger } from '../../../../src/adapters/memory/memory-draw-ledger.ts';
import { GuardedDrawLedger } from '../../../../src/adapters/redis/draws/guarded-draw-ledger.ts';
import { RedisDurability } from '../../../../src/adapters/redis/redis-durability.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import {
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
  sampleRules,
} from '../../../contracts/sample-commits.ts';
import { openRedisLedger } from '../../../support/redis-ledger.ts';
import { startRedis } from '../../../support/redis-server.ts';

describe('GuardedDrawLedger', () => {
  for (const { aof, records } of [
    { aof: 'no', records: false },
    { aof: 'yes', records: true },
  ]) {
    it(`${records ? 'records' : 'records nothing'} in a Redis with appendonly ${aof}, and reads`, async () => {
      const server = await startRedis({ args: ['--appendonly', aof] });
      const { client, close } = await openRedisLedger(server.url);
      const ledger = new GuardedDrawLedger(
        new MemoryDrawLedger(),
        new RedisDurability(client, { report: () => {} }),
      );
      await ledger.seed('1', SECRET, 'secret');
      const results = await Promise.allSettled([
        ledger.announce('1', sampleRules(1)),
        ledger.commit(sampleCommit('1', { uid: 'a' })),
        ledger.earn(sampleEarning('1', { uid: 'b' })),
        ledger.help(sampleHelp('1', { uid: 'c' })),
      ]);
      for (const result of results) {
        if (records) expect(result.status).to.equal('fulfilled');
        else expect((result as PromiseRejectedResult).reason).to.be.instanceOf(DependencyError);
      }
      expect((await ledger.read('1', 'a')).draws.drawNo).to.equal(records ? 1 : 0);
      expect(await ledger.rules('1')).to.have.length(records ? 1 : 0);
      expect(await ledger.seeds('1')).to.have.length(1);
      expect(await ledger.openHelps('1')).to.have.length(records ? 1 : 0);
      await ledger.closeHelp('1', 'c');
      expect(await ledger.wins('1', 'a', null, 50)).to.deep.equal([]);
      expect(await ledger.awarded('1')).to.deep.equal({ counts: {}, spent: 0 });
      await close();
      await server.stop();
    });
  }
});
