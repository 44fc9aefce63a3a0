import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import { recordTargetOf } from '../../src/adapters/sql/records/record-target.ts';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type DeliveryRow, deliveryOf, insertDeliveries, webhookRow } from '../support/delivery-rows.ts';
import { type Handler, type HttpServer, startHttpServer } from '../support/http-server.ts';
import { recordStoreNames, recordTargets } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(32, 'o').toString('base64')}`;

for (const name of recordStoreNames) {
  describe(`webhooks of the built program, with ${name}`, () => {
    let dir: string;
    let env: Record<string, string>;
    let records: RecordDatabase;
    let receiver: HttpServer;
    let handler: Handler;
    const programs: RunningProgram[] = [];

    beforeEach(async () => {
      dir = await tempDir();
      const target = await recordTargets[name]();
      const url = target.kind === 'postgres' ? target.url : null;
      records = await openMigratedRecords(recordTargetOf(url, dir), 'operations');
      handler = (_, response) => response.end();
      receiver = await startHttpServer((...given) => handler(...given));
      const endpoints = Object.fromEntries(
        ['ok', 'broken', 'refusing', 'gone', 'slow', 'dropping'].map((path) => [
          path,
          { url: `${receiver.origin}/${path}`, secret: path === 'ok' ? [SECRET, OLD_SECRET] : SECRET },
        ]),
      );
      const file = join(dir, 'endpoints.json');
      await writeFile(file, JSON.stringify(endpoints));
      env = {
        ROLE: 'operations',
        DATA_DIR: dir,
        ENDPOINTS_FILE: file,
        ...(url !== null && { DATABASE_URL: url }),
      };
    });
    afterEach(async () => {
      await Promise.all(programs.splice(0).map((program) => program.stop('SIGKILL')));
      await receiver.close();
      await records.close();
    });

    async function start(): Promise<RunningProgram> {
      const program = await startProgram(env);
      programs.push(program);
      return program;
    }

    const row = (no: number, endpoint: string, changes: Partial<DeliveryRow> = {}) =>
      webhookRow(no, { endpoint, won_at: Date.now(), due_at: Date.now(), ...changes });
    const rows = () => records.db.selectFrom('deliveries').selectAll().orderBy('draw_id').execute();
    const to = (path: string) => receiver.requests.filter(({ url }) => url === `/${path}`);
    const command = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCommand([...args, '--json'], env);
      return { code, stderr, json: stdout === '' ? null : JSON.parse(stdout) };
    };

    it('reports wins to their endpoints, each as its receiver answers, and tells no secret', async () => {
      const vault = new AesVault(readOrMakeDataKeys(join(dir, 'keys.json')));
      const form = { name: '张小明', phone: '+8613800138000' };
      handler = ({ url }, response) => {
        if (url === '/broken') response.writeHead(500).end();
        else if (url === '/refusing') response.writeHead(404).end();
        else if (url === '/gone') response.writeHead(410).end();
        else if (url === '/dropping') response.socket?.destroy();
        else if (url !== '/slow') response.writeHead(204).end();
      };
      await insertDeliveries(records, [
        row(1, 'ok'),
        row(2, 'ok', { method: 'form', state: 'form_received' }),
        row(3, 'broken'),
        row(4, 'refusing'),
        row(5, 'gone'),
        row(6, 'slow'),
        row(7, 'dropping'),
        row(8, 'unknown'),
      ]);
      await records.db
        .insertInto('forms')
        .values({
          activity_id: '1055',
          draw_id: 'draw-000002',
          form: vault.seal(JSON.stringify(form), 'form:1055:draw-000002'),
          received_at: 1,
          changed_at: 1,
        })
        .execute();
      const program = await start();
      const states = async () =>
        (await rows()).map(({ state, attempts, last_error }) => [state, attempts, last_error].join(' '));
      await until(
        async () => {
          const now = await states();
          return (
            now.filter((each) => each.startsWith('delivered 1')).length === 2 &&
            now.some((each) => each.startsWith('failed')) &&
            to('broken').length > 1 &&
            to('dropping').length > 1 &&
            now[4]!.includes('410')
          );
        },
        { what: 'the deliveries' },
      );
      const now = await states();
      expect(now.slice(0, 2)).to.deep.equal(['delivered 1 ', 'delivered 1 ']);
      expect(now[2]).to.match(/^preparing \d HTTP 500$/);
      expect(now[3]).to.equal('failed 1 HTTP 404');
      expect(now[4]).to.equal('preparing 0 HTTP 410');
      expect(now[6]).to.match(/^preparing \d connection broken$/);
      expect(now[7]).to.equal('preparing 0 ');
      const bodies = to('ok').map(({ body, headers }) => {
        for (const secret of [SECRET, OLD_SECRET]) {
          new Webhook(secret).verify(body, headers as Record<string, string>);
        }
        return JSON.parse(body).data;
      });
      expect(bodies.find((data) => data.draw_id === 'draw-000002').form).to.deep.equal(form);
      expect(bodies.find((data) => data.draw_id === 'draw-000001')).to.not.have.property('form');
      for (const { headers } of to('broken')) expect(headers['webhook-id']).to.equal('draw-000003');

      const { json } = await command('deliveries');
      expect(json.stoppedEndpoints.map((each: { name: string }) => each.name)).to.deep.equal(['gone']);
      expect(json.unknownEndpoints).to.deep.equal([{ name: 'unknown', waiting: 1 }]);
      const failed = await command('deliveries', '1055', '--state', 'failed');
      expect(failed.json.deliveries[0]).to.include({ drawId: 'draw-000004', lastError: 'HTTP 404' });

      handler = (_, response) => response.end();
      expect((await command('deliveries', 'retry', '1055')).json).to.deep.equal({ retried: 1 });
      expect((await command('deliveries', 'start', 'gone')).json.started).to.equal(true);
      await until(
        async () => {
          const found = await states();
          return found[3]!.startsWith('delivered') && found[4]!.startsWith('delivered');
        },
        { what: 'what was retried and started' },
      );
      const unknown = 'deliveries wait for an endpoint that is not known';
      await until(() => program.stdout().includes(unknown), { what: 'the report of an unknown endpoint' });
      await program.stop();
      const log = program.stdout() + program.stderr();
      expect(log).to.include('is stopped until').and.not.include('wait for the record store');
      for (const secret of ['张小明', '13800138000', 'whsec_', SECRET.slice(6), '"u1"']) {
        expect(log).to.not.include(secret);
      }
    });

    it('sends a signed sample by a command, and says what came of it', async () => {
      handler = ({ url }, response) => response.writeHead(url === '/ok' ? 202 : 401).end();
      const well = await command('deliveries', 'test', 'ok');
      expect(well.code).to.equal(0);
      expect(well.json).to.include({ endpoint: 'ok', delivered: true, status: 202, reason: null });
      const { body, headers } = to('ok')[0]!;
      const sample = new Webhook(SECRET).verify(body, headers as Record<string, string>) as {
        type: string;
        data: { activity_id: string };
      };
      expect([sample.type, sample.data.activity_id]).to.deep.equal(['prize.test', 'test']);
      expect(headers['webhook-id'])
        .to.match(/^test_/)
        .and.equal(well.json.webhookId);
      const badly = await command('deliveries', 'test', 'broken');
      expect([badly.code, badly.json.status]).to.deep.equal([1, 401]);
      expect((await command('deliveries', 'test', 'nobody')).code).to.equal(2);
    });

    it('sends again what was sent and not written down when it was killed, under the same id', async () => {
      await insertDeliveries(records, [row(1, 'slow')]);
      handler = () => {};
      const killed = await start();
      await until(() => receiver.requests.length === 1, { what: 'the first attempt' });
      await killed.stop('SIGKILL');
      expect(await deliveryOf(records, 'draw-000001')).to.include({ attempts: 0, fence: 1 });
      // As if the half minute of its lease had passed.
      await records.db.updateTable('deliveries').set({ lease_until: 1 }).execute();
      handler = (_, response) => response.end();
      await start();
      await until(async () => (await deliveryOf(records, 'draw-000001')).state === 'delivered', {
        what: 'the delivery',
      });
      const [first, second] = receiver.requests;
      expect(second!.headers['webhook-id']).to.equal(first!.headers['webhook-id']);
      expect(second!.body).to.equal(first!.body);
    });

    it('shares the work of two processes, and each win is sent once', async () => {
      await insertDeliveries(
        records,
        Array.from({ length: 150 }, (_, no) => row(no + 1, 'ok')),
      );
      handler = (_, response) => setTimeout(() => response.end(), 20);
      await Promise.all([start(), start()]);
      await until(async () => (await rows()).every(({ state }) => state === 'delivered'), {
        what: 'all deliveries',
      });
      expect(receiver.requests.length).to.equal(150);
      expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).to.equal(150);
    });

    it('ends attempts that are under way at SIGTERM, and leaves nothing leased', async () => {
      await insertDeliveries(
        records,
        Array.from({ length: 20 }, (_, no) => row(no + 1, 'ok')),
      );
      handler = (_, response) => setTimeout(() => response.end(), 500);
      const program = await start();
      await until(() => receiver.requests.length > 2, { what: 'attempts under way' });
      expect(await program.stop()).to.equal(0);
      const all = await rows();
      expect(all.filter(({ state }) => state === 'delivered').length).to.equal(receiver.requests.length);
      expect(all.every(({ lease_until }) => lease_until === null)).to.equal(true);
    });
  });
}
