import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { Browser } from '../support/browser.ts';
import { startProgram } from '../support/built-program.ts';
import { CONSOLE_PASSWORD, startConsoleProgram } from '../support/console-program.ts';
import { freePort } from '../support/free-port.ts';
import { startPostgres } from '../support/postgres.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const linkIn = (text: string) => /\/welcome#([\w-]{43})/.exec(text)?.[1];

describe('people of the console, with the built program', () => {
  it('begin with a link in the terminal, a new one at each start, until it is used', async () => {
    const env = { ROLE: 'all', DATA_DIR: await tempDir(), CONSOLE_PORT: `${await freePort()}` };
    const origin = `http://127.0.0.1:${env.CONSOLE_PORT}`;
    const links: string[] = [];
    for (let start = 0; start < 2; start++) {
      const program = await startProgram(env);
      await until(() => linkIn(program.stderr()) !== undefined, { what: 'the link' });
      expect(program.stderr()).to.include(`${origin}/welcome#`);
      expect(program.stdout()).not.to.include(linkIn(program.stderr()));
      links.push(linkIn(program.stderr()) ?? '');
      if (start === 0) expect(await program.stop()).to.equal(0);
      else {
        const browser = new Browser(origin);
        const accept = (token = '') =>
          browser.post('/session/accept', { token, password: CONSOLE_PASSWORD, name: 'Lin' });
        expect((await accept(links[0])).status).to.equal(404);
        expect((await accept(links[1])).body.operator).to.include({ name: 'Lin', role: 'admin' });
        await program.stop();
      }
    }
    const program = await startProgram(env);
    await until(() => program.stderr().includes(`${origin}/`), { what: 'the address of the console' });
    expect(linkIn(program.stderr())).to.equal(undefined);
    const browser = new Browser(origin);
    expect(
      (await browser.post('/session/sign-in', { name: 'lin', password: CONSOLE_PASSWORD })).status,
    ).to.equal(200);
    await program.stop();
  });

  for (const store of ['SQLite', 'PostgreSQL'] as const) {
    it(`are made and disabled by command while it serves: ${store}`, async () => {
      const env: Record<string, string> = {
        DATA_DIR: await tempDir(),
        CONSOLE_URL: 'https://console.example',
        CMS_MARKET_USER: 'root-of-a-test',
      };
      const postgres = store === 'PostgreSQL' ? await startPostgres() : null;
      if (postgres) env.DATABASE_URL = await postgres.newDatabase();
      const { origin, stop } = await startConsoleProgram(env);
      const run = async (...args: string[]) => {
        const { code, stdout, stderr } = await runCommand(['console', 'user', ...args, '--lang', 'en'], env);
        expect(code, stderr).to.equal(0);
        return stdout;
      };
      const invited = async (name: string, role: string) => {
        const stdout = await run('add', name, '--role', role);
        expect(stdout).to.match(/^https:\/\/console\.example\/welcome#/);
        const browser = new Browser(origin);
        await browser.post('/session/accept', { token: linkIn(stdout), password: CONSOLE_PASSWORD });
        return browser;
      };
      const admin = await invited('Ann', 'admin');
      const viewer = await invited('Bea', 'viewer');
      expect((await viewer.get('/session')).body.operator.name).to.equal('Bea');
      await run('disable', 'bea');
      expect((await viewer.get('/session')).body.operator).to.equal(null);
      const { entries } = (await admin.get('/trail?action=operator_changed')).body;
      expect(entries[0]).to.deep.include({
        operator: { id: null, name: 'root-of-a-test' },
        via: 'command',
        address: null,
        before: { name: 'Bea', role: 'viewer', state: 'active' },
        after: { name: 'Bea', role: 'viewer', state: 'disabled' },
      });
      expect(await run('list')).to.match(/Bea +viewer +disabled/);
      await stop();
      await postgres?.stop();
    });
  }

  it('answer 503 while the record store is away, and never that a password is wrong', async () => {
    const postgres = await startPostgres();
    const env = { DATA_DIR: await tempDir(), DATABASE_URL: await postgres.newDatabase() };
    const console = await startConsoleProgram(env);
    const browser = await console.signedIn('admin');
    const { name } = (await browser.get('/session')).body.operator;
    await postgres.stop();
    for (const answer of [
      await browser.get('/session'),
      await browser.get('/operators'),
      await new Browser(browser.origin).post('/session/sign-in', { name, password: CONSOLE_PASSWORD }),
    ]) {
      expect([answer.status, answer.body.error.code]).to.deep.equal([503, 'store_away']);
    }
    await console.stop();
  });

  it('find the console as soon as the port is free that another program has held', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const program = await startProgram({
      ...{ ROLE: 'operations', DATA_DIR: await tempDir() },
      ...{ CONSOLE_PORT: `${port}`, CONSOLE_HOST: '127.0.0.1' },
    });
    await until(() => program.stdout().includes('the console cannot be opened'), { what: 'the report' });
    await new Promise((resolve) => holder.close(resolve));
    await until(() => program.stdout().includes('"console listening"'), { what: 'the console to listen' });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).to.equal(200);
    expect(await program.stop()).to.equal(0);
  });
});
