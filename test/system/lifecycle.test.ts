import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { startProgram } from '../support/built-program.ts';
import { cleanEnvironment } from '../support/clean-environment.ts';
import { ask } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { promised } from '../support/promised.ts';
import { publishDrafts } from '../support/publish-drafts.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

describe('a running service', () => {
  it('says that it lives and is ready', async () => {
    const program = await startProgram();
    expect((await ask(`${program.origin}/healthz`)).status).to.equal(200);
    const ready = await ask(`${program.origin}/readyz`);
    expect(ready.status).to.equal(200);
    expect(ready.json).to.deep.equal({
      status: 'ok',
      checks: {
        activities: { status: 'ok', loaded: 8, invalid: 0 },
        sqlite: { status: 'ok', draws: 'durable' },
        records: { status: 'ok', kind: 'sqlite' },
        access: { status: 'ok' },
      },
    });
    await program.stop();
  });

  it('answers what is under way before it ends, and says meanwhile that it is ending', async () => {
    let release = () => {};
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let answer = () => {};
    const passport = await startHttpServer((_request, response) => {
      answer = () => response.end('{"ret":0,"data":{"uid":"ann","zone_id":"1000"}}');
      release();
    });
    const program = await startProgram({
      PASSPORT_URL: passport.origin,
      PASSPORT_TIMEOUT_MS: '30000',
      DRAIN_DELAY_MS: '1500',
    });
    const waiting = ask(`${program.base}/static?activity_id=1055&token=t`);
    await asked;
    const ended = program.stop('SIGTERM');
    await until(async () => (await ask(`${program.origin}/readyz`)).status === 503, {
      what: 'readyz to answer 503',
    });
    expect((await ask(`${program.origin}/readyz`)).json).to.deep.equal({ status: 'draining' });
    answer();
    expect((await waiting).json.ret).to.equal(0);
    expect(await ended).to.equal(0);
    await passport.close();
  });

  it('ends within 10 s of the signal although a client holds its connection', () =>
    promised({ endMs: 10_000 }, async () => {
      const program = await startProgram();
      const client = connect(program.port, '127.0.0.1').on('error', () => {});
      // The body never comes. By its answer the service has read the headers.
      client.write(
        'POST /cms-market/static HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n',
      );
      await once(client, 'data');
      const startedAt = performance.now();
      expect(await program.stop('SIGTERM')).to.equal(0);
      client.destroy();
      return { endMs: performance.now() - startedAt };
    }));

  it('starts where what it serves takes force only in a moment', async () => {
    const DATA_DIR = await tempDir();
    const publisher = await publishDrafts(await cleanEnvironment({ DATA_DIR }));
    await publisher.close();
    const records = new Database(join(DATA_DIR, 'records.sqlite'));
    // As by a machine whose clock is ahead: then each start waits for as long as it ever does.
    const { changes } = records
      .prepare('update release_changes set in_force_at = in_force_at + 3600000')
      .run();
    expect(changes).to.be.above(0);
    records.close();
    const program = await startProgram({ DATA_DIR }, { publishes: false });
    expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);
    await program.stop();
  });

  it('ends at Ctrl-C', async () => {
    const program = await startProgram();
    expect(await program.stop('SIGINT')).to.equal(0);
  });
});

describe('several workers', () => {
  it('that cannot start end the program', async () => {
    const other = await startHttpServer((_request, response) => response.end());
    const error = await startProgram({ WORKERS: '2', PORT: new URL(other.origin).port }).catch(
      (thrown: Error) => thrown,
    );
    await other.close();
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/cannot start: .* in use/);
  });
});
