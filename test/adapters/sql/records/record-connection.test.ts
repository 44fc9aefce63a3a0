import { expect } from 'chai';
import sinon from 'sinon';
import { RecordConnection } from '../../../../src/adapters/sql/records/record-connection.ts';
import {
  openRecordDatabase,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import type { RecordTarget } from '../../../../src/adapters/sql/records/record-target.ts';
import { recordTargets } from '../../../support/record-stores.ts';

describe('RecordConnection', () => {
  let target: RecordTarget;
  let reported: string[];
  const connections: RecordConnection[] = [];

  beforeEach(async () => {
    target = await recordTargets.SQLite();
    reported = [];
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close();
  });

  function connected(openDatabase: typeof openRecordDatabase = openRecordDatabase): RecordConnection {
    const report = (fault: string, error: unknown) => void reported.push(`${fault}: ${error}`);
    const connection = new RecordConnection(target, 'operations', { report }, openDatabase);
    connections.push(connection);
    return connection;
  }
  /** Fails at the first attempts, and from then on opens the store. */
  function awayAtFirst(faults: number): typeof openRecordDatabase {
    let attempts = 0;
    return async (...args) => {
      attempts += 1;
      if (attempts <= faults) throw new Error(`attempt ${attempts}`);
      return openRecordDatabase(...args);
    };
  }

  it('is ready when the store has answered', async () => {
    const connection = connected();
    expect(() => connection.db).to.throw('has not answered yet');
    await connection.settled();
    expect([connection.isReady(), connection.isUp(), reported.length]).to.deep.equal([true, true, 0]);
    expect(connection.storeId).to.match(/^[\w-]{36}$/);
  });

  it('settles without a store that is not there at the start, and is ready when it comes', async () => {
    const connection = connected(awayAtFirst(2));
    await connection.settled();
    expect([connection.isReady(), connection.isUp()]).to.deep.equal([false, false]);
    expect(() => connection.db).to.throw('has not answered yet');
    await connection.ready();
    expect([connection.isReady(), connection.isUp()]).to.deep.equal([true, true]);
    expect(reported).to.deep.equal([
      'the record store does not answer: Error: attempt 1',
      'the record store does not answer: Error: attempt 2',
    ]);
  });

  it('closes what it could not migrate, tries again where that close is rejected, and reports both', async () => {
    let attempts = 0;
    const connection = connected(async (...args) => {
      const opened = await openRecordDatabase(...args);
      attempts += 1;
      if (attempts > 1) return opened;
      await opened.close();
      // Without tables, and without a way to make them.
      return { ...opened, db: null as never, close: () => Promise.reject(new Error('not closed')) };
    });
    await connection.ready();
    expect(connection.isReady()).to.equal(true);
    expect(reported).to.have.length(2);
    expect(reported[0]).to.match(/^the record store does not answer/);
    expect(reported[1]).to.equal('a connection to the record store was not closed: Error: not closed');
  });

  it('lends no store that answers and must not be used, and knows its id', async () => {
    const connection = connected();
    await connection.ready();
    connection.refuse('it is of another Redis');
    expect(() => connection.db).to.throw('it is of another Redis');
    expect([connection.isReady(), connection.isUp()]).to.deep.equal([false, false]);
    expect(connection.storeId).to.be.a('string');
    connection.refuse(null);
    expect([connection.isReady(), connection.isUp()]).to.deep.equal([true, true]);
    await connection.db.selectFrom('store').selectAll().execute();
  });

  it('closes at once where the store was never there', async () => {
    const connection = connected(awayAtFirst(1000));
    await connection.settled();
    await connection.close();
    await connection.ready();
    expect(connection.isReady()).to.equal(false);
  });

  it('rejects where its close is rejected', async () => {
    const connection = connected(async (...args) => {
      const opened = await openRecordDatabase(...args);
      return {
        ...opened,
        close: async () => {
          await opened.close();
          throw new Error('not closed');
        },
      };
    });
    await connection.ready();
    connections.length = 0;
    expect(await connection.close().then(() => null, String)).to.equal('Error: not closed');
  });

  describe('in a time of its own', () => {
    let time: sinon.SinonFakeTimers;
    afterEach(() => {
      time.restore();
    });
    const settled = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    };

    it('is closed within a second, whatever is under way', async () => {
      let opened: RecordDatabase | undefined;
      const connection = connected(async (...args) => {
        opened = await openRecordDatabase(...args);
        return { ...opened, close: () => new Promise<never>(() => {}) };
      });
      await connection.ready();
      time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      connections.length = 0;
      let isClosed = false;
      const closing = connection.close().then(() => {
        isClosed = true;
      });
      await time.tickAsync(999);
      expect(isClosed).to.equal(false);
      await time.tickAsync(1);
      await closing;
      await opened?.close();
    });

    it('asks the store every 2 s, also one that must not be used, and reports once that it is away', async () => {
      time = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      let opened: RecordDatabase | undefined;
      const connection = connected(async (...args) => {
        opened = await openRecordDatabase(...args);
        return opened;
      });
      await connection.ready();
      const { db } = opened as RecordDatabase;
      const asked = sinon.spy(db, 'selectFrom');
      connection.refuse('it is of another Redis');
      await time.tickAsync(2000);
      await settled();
      expect(asked.callCount).to.equal(1);
      connection.refuse(null);
      expect([connection.isUp(), reported.length]).to.deep.equal([true, 0]);

      asked.restore();
      const away = sinon.stub(db, 'selectFrom').throws(new Error('away'));
      await time.tickAsync(4000);
      await settled();
      expect([connection.isUp(), reported]).to.deep.equal([
        false,
        ['the record store does not answer: Error: away'],
      ]);
      away.restore();
      await time.tickAsync(2000);
      await settled();
      expect(connection.isUp()).to.equal(true);
    });
  });
});
