import { expect } from 'chai';
import { Passwords, PasswordsBusy } from '../../../../src/application/operators/passwords.ts';
import type { Browser } from '../../../support/browser.ts';
import { PASSWORD, type PeopleConsole, startPeople } from '../../../support/people-console.ts';

const SECOND = 1000;

describe('signing in to the console with a password', () => {
  let people: PeopleConsole;

  before(async () => {
    people = await startPeople();
    await people.person('Ann Li', 'admin');
    await people.person('Bea', 'viewer');
    await people.accounts.add('invited', 'viewer');
    const gone = await people.person('gone', 'viewer');
    await people.accounts.change(gone.id, { disabled: true }, null);
  });
  after(() => people.close());

  let last = 0;
  /* Each from an address of its own, if a test says nothing else. */
  const attempt = (name: string, password = PASSWORD, address = `198.51.${++last >> 8}.${last & 255}`) =>
    people.browser({ 'X-Forwarded-For': address }).post('/session/sign-in', { name, password });

  it('takes the name in any case and form, and another keyboard’s form of the password', async () => {
    for (const name of ['Ann Li', ' ann  LI ', 'ＡＮＮ Li', 'АΝN li']) {
      const { status, body } = await attempt(name);
      expect([status, body.operator?.name], name).to.deep.equal([200, 'Ann Li']);
    }
    const { status } = await attempt('Ann Li', 'ｃorrect horse battery');
    expect(status).to.equal(200);
  });

  it('answers the same for a wrong password and for accounts that are missing, disabled, invited', async () => {
    const refusals = [];
    for (const name of ['Bea', 'nobody', 'gone', 'invited', '', 'a\u0000b', '\ud800', '💥'.repeat(64)]) {
      const { status, body, headers } = await attempt(name || 'x', 'not the password');
      refusals.push(JSON.stringify([status, body, [...headers.keys()].sort()]));
    }
    expect(refusals[0]).to.include('wrong_password');
    expect(new Set(refusals)).to.have.length(1);
  });

  it('takes the same time for an account that is missing', async () => {
    const slow = await startPeople({ passwords: new Passwords({ N: 2 ** 14, r: 8, p: 1 }) });
    await slow.person('Ann', 'admin');
    const median = async (name: string) => {
      const times: number[] = [];
      for (let round = 0; round < 9; round++) {
        // Long after the failures before.
        slow.now += 3600 * SECOND;
        const begun = process.cpuUsage();
        await slow.browser().post('/session/sign-in', { name, password: 'not the password' });
        times.push(process.cpuUsage(begun).user);
      }
      return times.sort((a, b) => a - b)[4] ?? 0;
    };
    const [known, unknown] = [await median('Ann'), await median('nobody')];
    expect(unknown / known).to.be.within(0.3, 3);
    await slow.close();
  });

  it('asks for growing pauses after five failures of one account, and says how long', async () => {
    await people.person('Cam', 'viewer');
    for (let count = 0; count < 5; count++)
      expect((await attempt('Cam', 'wrong password')).status).to.equal(401);
    const { status, headers, body } = await attempt('Cam');
    expect([status, headers.get('retry-after')]).to.deep.equal([429, '30']);
    expect(body.error).to.deep.equal({ code: 'too_many', detail: { retry_after_seconds: 30 } });
    people.now += 29 * SECOND;
    expect((await attempt('CAM')).headers.get('retry-after')).to.equal('1');
    people.now += SECOND;
    expect((await attempt('Cam', 'wrong password')).status).to.equal(401);
    expect((await attempt('Cam')).headers.get('retry-after')).to.equal('60');
    people.now += 60 * SECOND;
    // The right one ends it.
    expect((await attempt('Cam')).status).to.equal(200);
    expect((await attempt('Cam', 'wrong password')).status).to.equal(401);
    expect((await attempt('Cam')).status).to.equal(200);
  });

  it('does not tell by its pauses whether there is an account', async () => {
    await people.person('Flo', 'viewer');
    for (const name of ['Flo', 'nobody at all']) {
      for (let count = 0; count < 5; count++) expect((await attempt(name, 'wrong')).status).to.equal(401);
      expect((await attempt(name, 'wrong')).status, name).to.equal(429);
    }
    people.now += 3600 * SECOND;
    expect((await attempt('Flo')).status).to.equal(200);
  });

  it('lets the owner in, from a browser that was signed in before, while others fail on purpose', async () => {
    const browser = await people.signedIn('Gus', 'viewer');
    await browser.post('/session/sign-out');
    for (let count = 0; count < 5; count++) await attempt('Gus', 'wrong');
    expect((await attempt('Gus')).status).to.equal(429);
    const signIn = (password: string) => browser.post('/session/sign-in', { name: 'Gus', password });
    expect((await signIn(PASSWORD)).status).to.equal(200);
    expect((await attempt('Gus')).status).to.equal(429);
    // It has pauses of its own.
    for (let count = 0; count < 5; count++) expect((await signIn('wrong')).status).to.equal(401);
    expect((await signIn(PASSWORD)).status).to.equal(429);
    // And is none for another account, changed, or made of nothing.
    const known = browser.cookies.get('cms_console_known') ?? '';
    for (let count = 0; count < 5; count++) await attempt('Bea', 'wrong');
    for (const [name, value] of [
      ['Bea', known],
      ['Gus', known.replace(/^\d/, '9')],
      ['Gus', `99999999999999.${'A'.repeat(43)}`],
      ['Gus', 'x'],
    ] as const) {
      const thief = people.browser();
      thief.cookies.set('cms_console_known', value);
      expect((await thief.post('/session/sign-in', { name, password: PASSWORD })).status).to.equal(429);
    }
    people.now += 3600 * SECOND;
    expect((await attempt('Bea')).status).to.equal(200);
  });

  it('stands 1,000 failures: few passwords are checked, and the person gets in after 15 minutes', async () => {
    await people.person('Dan', 'viewer');
    const statuses = new Map<number, number>();
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, at) => attempt('Dan', `wrong ${round} ${at}`)),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      people.now += SECOND;
    }
    expect(statuses.get(401)).to.equal(5);
    expect(statuses.get(429)).to.equal(995);
    people.now += 900 * SECOND;
    expect((await attempt('Dan')).status).to.equal(200);
  });

  it('pauses an address that tries many accounts, a network of IPv6 as a whole, and no other', async () => {
    const from = (no: number) => `2001:db8:7:8:${(no + 1).toString(16)}::9`;
    for (let no = 0; no < 20; no++)
      expect((await attempt(`someone ${no}`, 'wrong', from(no))).status).to.equal(401);
    expect((await attempt('Bea', PASSWORD, from(99))).status).to.equal(429);
    expect((await attempt('Bea', PASSWORD, '2001:db8:7:9::1')).status).to.equal(200);
  });

  it('counts guesses of the own password too', async () => {
    const browser = await people.signedIn('Eve', 'viewer');
    const guess = (current: string) =>
      browser.post('/account/password', { current, next: 'some other words' });
    for (let count = 0; count < 5; count++) expect((await guess(`guess ${count}`)).status).to.equal(401);
    expect((await guess(PASSWORD)).status).to.equal(429);
    expect((await browser.get('/session')).body.operator.name).to.equal('Eve');
  });

  it('asks for patience while too many passwords are checked, and counts no failure', async () => {
    class Busy extends Passwords {
      override check(): Promise<boolean> {
        return Promise.reject(new PasswordsBusy('busy'));
      }
    }
    const alone = await startPeople({ passwords: new Busy() });
    const { status, headers } = await alone.browser().post('/session/sign-in', { name: 'x', password: 'x' });
    expect([status, headers.get('retry-after')]).to.deep.equal([429, '5']);
    const rows = await alone.records.db.selectFrom('sign_in_failures').select('failures').execute();
    expect(rows).to.deep.equal([{ failures: 0 }, { failures: 0 }]);
    expect(alone.trail).to.deep.equal([]);
    await alone.close();
  });

  it('leaves it in the trail: who, from where, and not what was typed', async () => {
    await attempt('Bea', 'a secret typo', '203.0.113.50');
    await attempt('my-password-typed-as-a-name', 'x', '203.0.113.51');
    await attempt('Bea', PASSWORD, '203.0.113.52');
    const [known, unknown, signedIn] = people.trail.slice(-3);
    expect(known).to.include({ action: 'sign_in_failed', operator: 'Bea', address: '203.0.113.50' });
    expect(unknown).to.include({ action: 'sign_in_failed', operator: '', operatorId: null });
    expect(signedIn).to.include({
      action: 'sign_in',
      operator: 'Bea',
      via: 'console',
      address: '203.0.113.52',
    });
    expect(signedIn?.operatorId).to.equal(known?.operatorId).and.to.be.a('string');
    expect(JSON.stringify(people.trail)).not.to.match(/secret typo|my-password|correct horse/);
  });

  it('says that the store is away, and never that the password is wrong', async () => {
    const alone = await startPeople();
    const browser: Browser = await alone.signedIn('Ann', 'admin');
    await alone.records.db.schema.alterTable('operators').renameTo('operators_away').execute();
    for (const answer of [
      await alone.browser().post('/session/sign-in', { name: 'Ann', password: PASSWORD }),
      await alone.browser().post('/session/accept', { token: 'x', password: PASSWORD }),
      await browser.get('/operators'),
      await browser.get('/session'),
      await alone.browser().get('/session'),
    ]) {
      expect([answer.status, answer.body.error?.code]).to.be.deep.oneOf([
        [503, 'store_away'],
        [404, 'link_invalid'],
      ]);
    }
    await alone.records.db.schema.alterTable('operators_away').renameTo('operators').execute();
    expect((await browser.get('/session')).body.operator.name).to.equal('Ann');
    await alone.close();
  });

  it('is refused to a page of another site, and to a form', async () => {
    const body = { name: 'Bea', password: PASSWORD };
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ]) {
      const { status, body: answer } = await people.browser().post('/session/sign-in', body, headers);
      expect([status, answer.error.code]).to.deep.equal([403, 'csrf']);
    }
    const form = await people.browser().post('/session/sign-in', body, { 'Content-Type': 'text/plain' });
    expect(form.status).to.equal(415);
  });
});
