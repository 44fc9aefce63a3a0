import { expect } from 'chai';
import { PASSWORD, type PeopleConsole, startPeople } from '../../../support/people-console.ts';

const HOUR = 3_600_000;

describe('one-time links of the console', () => {
  let people: PeopleConsole;

  beforeEach(async () => {
    people = await startPeople();
  });
  afterEach(() => people.close());

  const accept = (token: string, more: Record<string, unknown> = {}) =>
    people.browser().post('/session/accept', { token, password: PASSWORD, ...more });
  const invitation = (token: string) => people.browser().post('/session/invitation', { token });
  const first = async () => (await people.links.makeFirst())?.token ?? 'none';

  it('make the first admin, under a name of their choice, and sign in', async () => {
    expect((await people.browser().get('/session')).body.has_operators).to.equal(false);
    const token = await first();
    expect((await invitation(token)).body).to.deep.equal({
      name: 'admin',
      role: 'admin',
      kind: 'new',
      may_choose_name: true,
      expires_at: new Date(people.now + 72 * HOUR).toISOString(),
    });
    expect((await accept(token, { name: 'a\u202eb' })).body.error).to.include({
      code: 'invalid',
      field: 'name',
    });
    const browser = people.browser();
    const { status, body, headers } = await browser.post('/session/accept', {
      token,
      password: PASSWORD,
      name: 'Lin',
    });
    expect([status, body.operator.name, body.operator.role, body.has_operators]).to.deep.equal([
      200,
      'Lin',
      'admin',
      true,
    ]);
    expect(headers.get('set-cookie')).to.include('HttpOnly; SameSite=Strict');
    expect((await browser.get('/operators')).status).to.equal(200);
    expect(await people.links.makeFirst()).to.equal(null);
    expect(people.trail.at(-1)).to.deep.include({
      action: 'link_used',
      operator: 'Lin',
      after: { kind: 'first', role: 'admin' },
    });
  });

  it('for the first admin end with the next start', async () => {
    const [before, now] = [await first(), await first()];
    expect((await accept(before)).body.error.code).to.equal('link_invalid');
    expect((await accept(now)).status).to.equal(200);
  });

  it('are used once, also by many at the same moment', async () => {
    const token = await first();
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.error.code]).to.deep.equal([404, 'link_invalid']);
    }
    expect((await invitation(token)).status).to.equal(404);
    expect(await people.accounts.list()).to.have.length(1);
  });

  it('stay when the password is refused: too short, common, like the name', async () => {
    await people.person('Ann', 'admin');
    const made = await people.accounts.add('marketing', 'editor');
    if (made.kind !== 'added') throw new Error(made.kind);
    for (const [password, reason] of [
      ['short', 'too_short'],
      ['x'.repeat(129), 'too_long'],
      ['Password123!', 'common'],
      ['qwertyuiop', 'common'],
      ['Marketing2026', 'like_name'],
    ]) {
      const { status, body } = await accept(made.link.token, { password });
      expect([status, body.error.field, body.error.detail.reason]).to.deep.equal([400, 'password', reason]);
    }
    // Its admin has chosen the name.
    const { body } = await accept(made.link.token, { name: 'Somebody' });
    expect(body.operator.name).to.equal('marketing');
  });

  it('last 72 hours for an invitation and 24 for another password, and are kept as a digest alone', async () => {
    const ann = await people.person('Ann', 'admin');
    const made = await people.accounts.add('Bea', 'viewer');
    const reset = await people.accounts.link(ann.id);
    if (made.kind !== 'added' || reset.kind !== 'made') throw new Error('no links');
    const rows = JSON.stringify(await people.records.db.selectFrom('operator_links').selectAll().execute());
    expect(rows).not.to.include(made.link.token).and.not.to.include(reset.link.token);
    expect((await invitation(reset.link.token)).body).to.include({ kind: 'reset', may_choose_name: false });
    people.now += 24 * HOUR - 1;
    expect((await invitation(reset.link.token)).status).to.equal(200);
    people.now += 1;
    expect((await accept(reset.link.token)).status).to.equal(404);
    people.now += 48 * HOUR - 1;
    expect((await invitation(made.link.token)).status).to.equal(200);
    people.now += 1;
    expect((await accept(made.link.token)).status).to.equal(404);
  });

  it('of a clock that was wrong do not live until it is right again', async () => {
    const right = people.now;
    people.now = right + 1000 * HOUR;
    const token = await first();
    people.now = right;
    expect((await accept(token)).status).to.equal(404);
  });

  it('end the sessions of before, and of an account that is disabled are none', async () => {
    await people.person('Ann', 'admin');
    const thief = await people.signedIn('Bea', 'viewer');
    const { id } = (await thief.get('/session')).body.operator;
    const link = await people.accounts.link(id);
    if (link.kind !== 'made') throw new Error(link.kind);
    expect((await accept(link.link.token, { password: 'a new one, at last' })).status).to.equal(200);
    expect((await thief.get('/session')).body.operator).to.equal(null);
    const next = await people.accounts.link(id);
    if (next.kind !== 'made') throw new Error(next.kind);
    await people.accounts.change(id, { disabled: true }, null);
    expect((await accept(next.link.token)).status).to.equal(404);
  });

  it('are nothing that can be guessed or malformed', async () => {
    for (const token of ['x', 'x'.repeat(128), '\u0000', 'null', '%', "' or 1=1 --"]) {
      expect((await accept(token)).status).to.equal(404);
    }
    for (const token of ['', 'x'.repeat(129), 7, null, {}]) {
      expect((await accept(token as string)).status).to.equal(400);
    }
  });
});
