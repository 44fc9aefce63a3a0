import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ConsoleSessions } from '../../src/domain/operators/console-sessions.ts';
import type { Credentials } from '../../src/domain/operators/credentials.ts';
import type { OneTimeLinks } from '../../src/domain/operators/one-time-links.ts';
import type { NewOperator, OperatorStore } from '../../src/domain/operators/operator-store.ts';
import type { SsoAccounts } from '../../src/domain/operators/sso-accounts.ts';

/** What is kept of the people of the console, as one process has it. */
export interface PeopleStores {
  readonly operators: OperatorStore;
  readonly credentials: Credentials;
  readonly links: OneTimeLinks;
  readonly sessions: ConsoleSessions;
  readonly sso: SsoAccounts;
}

export interface PeopleStoresCase {
  readonly name: string;
  /** Two of them, each as another process has it, on one empty store. */
  create(): Promise<{ readonly one: PeopleStores; readonly other: PeopleStores; close(): Promise<void> }>;
}

const HOUR = 3_600_000;
const NOBODY = { id: 'nobody', name: 'nobody', createdAt: 1 };

function newOperator(name: string, more: Partial<NewOperator> = {}): NewOperator {
  return { id: randomUUID(), name, role: 'editor', state: 'invited', via: 'password', createdAt: 1, ...more };
}

function sessionOf(operatorId: string, digest: string = randomUUID()) {
  const times = { startedAt: 1000, lastUsedAt: 1000, expiresAt: 9 * HOUR };
  return {
    digest,
    id: randomUUID(),
    operatorId,
    via: 'password' as const,
    ...times,
    address: '::1',
    userAgent: 'x',
  };
}

/** The contract of OperatorStore, Credentials, OneTimeLinks, ConsoleSessions and SsoAccounts, for each adapter. */
export function describePeopleStores({ name, create }: PeopleStoresCase): void {
  describe(`people of the console: ${name}`, () => {
    let opened: Awaited<ReturnType<PeopleStoresCase['create']>>;
    let one: PeopleStores;
    let other: PeopleStores;

    beforeEach(async () => {
      opened = await create();
      ({ one, other } = opened);
    });
    afterEach(() => opened.close());

    async function added(operatorName: string, more: Partial<NewOperator> = {}) {
      const operator = newOperator(operatorName, more);
      expect(await one.operators.add(operator)).to.equal(true);
      return operator;
    }

    /** An account with a password. */
    async function active(operatorName: string, role: NewOperator['role'] = 'editor') {
      const operator = await added(operatorName, { role });
      const link = { digest: randomUUID(), operatorId: operator.id, kind: 'new' as const };
      await one.links.put({ ...link, createdAt: 1, expiresAt: HOUR });
      const use = await one.links.use(link.digest, 'hash', NOBODY);
      if (use.kind !== 'used') throw new Error(use.kind);
      return use.operator;
    }

    async function sessionsOf(id: string): Promise<number> {
      return (await other.sessions.of(id)).length;
    }

    describe('accounts', () => {
      it('have names of which people take no two for one', async () => {
        await added('Ann Li');
        for (const alike of ['ann li', 'ANN  LI', 'Ａｎｎ Ｌｉ', 'Аnn Li']) {
          expect(await other.operators.add(newOperator(alike)), alike).to.equal(false);
        }
        expect(await other.operators.find({ name: 'ann LI' })).to.include({
          name: 'Ann Li',
          state: 'invited',
        });
        expect(await other.operators.find({ name: 'nobody' })).to.equal(null);
        expect(await other.operators.find({ name: 'a\0\ud800' })).to.equal(null);
      });

      it('are added once under a name, also at the same moment', async () => {
        const all = Array.from({ length: 8 }, (_, at) =>
          (at % 2 ? one : other).operators.add(newOperator('Bo')),
        );
        expect((await Promise.all(all)).filter(Boolean)).to.have.length(1);
        expect(await one.operators.list()).to.have.length(1);
      });

      it('are invited until a password is chosen, and again as they were after they were disabled', async () => {
        const { id } = await added('Cy');
        await one.operators.change(id, { disabled: true });
        expect(await other.operators.find({ id })).to.include({ state: 'disabled' });
        await one.operators.change(id, { disabled: false });
        expect(await other.operators.find({ id })).to.include({ state: 'invited' });
        const { id: second } = await active('Di');
        await one.operators.change(second, { disabled: true });
        const result = await one.operators.change(second, { disabled: false });
        expect(result).to.have.nested.include({ kind: 'changed', 'after.state': 'active' });
        expect(await one.operators.change('none', { disabled: true })).to.deep.equal({ kind: 'missing' });
      });

      it('lose their sessions with each change of role or state, and with nothing else', async () => {
        const operator = await active('Ed');
        await one.sessions.start(sessionOf(operator.id), operator.version);
        await one.operators.change(operator.id, { role: 'editor', disabled: false });
        expect(await sessionsOf(operator.id)).to.equal(1);
        await one.operators.change(operator.id, { role: 'viewer' });
        expect(await sessionsOf(operator.id)).to.equal(0);
      });

      it('keep an active admin, whatever is done at once', async () => {
        expect(await one.operators.hasActive()).to.equal(false);
        const admins = [
          await active('A1', 'admin'),
          await active('A2', 'admin'),
          await active('A3', 'admin'),
        ];
        await added('A4', { role: 'admin' });
        expect(await other.operators.hasActive()).to.equal(true);
        const results = await Promise.all(
          admins.map(({ id }, at) =>
            (at % 2 ? one : other).operators.change(id, at === 0 ? { disabled: true } : { role: 'viewer' }),
          ),
        );
        expect(results.filter(({ kind }) => kind === 'last_admin')).to.have.length(1);
        const left = (await one.operators.list()).filter(
          ({ role, state }) => role === 'admin' && state === 'active',
        );
        expect(left).to.have.length(1);
      });
    });

    describe('passwords', () => {
      it('are replaced for the version that was looked at, and end the sessions and the link', async () => {
        const operator = await active('Flo');
        await one.sessions.start(sessionOf(operator.id), operator.version);
        const digest = randomUUID();
        await one.links.put({
          digest,
          operatorId: operator.id,
          kind: 'reset',
          createdAt: 1,
          expiresAt: HOUR,
        });
        const after = await one.credentials.replace(operator, 'hash 2');
        expect(after).to.include({ version: operator.version + 1 });
        expect(await sessionsOf(operator.id)).to.equal(0);
        expect(await other.links.find(digest)).to.equal(null);
        expect(await other.credentials.replace(operator, 'hash 3')).to.equal(null);
        expect(await other.credentials.of({ name: 'FLO' })).to.include({ password: 'hash 2' });
        expect(await other.credentials.of({ id: 'none' })).to.equal(null);
      });
    });

    describe('links', () => {
      it('are used by one of many at once', async () => {
        const { id } = await added('Gus');
        const digest = randomUUID();
        await one.links.put({ digest, operatorId: id, kind: 'new', createdAt: 1, expiresAt: HOUR });
        const uses = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            (at % 2 ? one : other).links.use(digest, `hash ${at}`, NOBODY),
          ),
        );
        expect(uses.filter(({ kind }) => kind === 'used')).to.have.length(1);
        expect(uses.filter(({ kind }) => kind === 'gone')).to.have.length(7);
        expect(await one.operators.find({ id })).to.include({ state: 'active' });
      });

      it('end with the next one, and with the account', async () => {
        const { id } = await added('Hal');
        const put = async (digest: string) =>
          one.links.put({ digest, operatorId: id, kind: 'new', createdAt: 1, expiresAt: HOUR });
        await put('first of two');
        await put('second of two');
        expect(await other.links.find('first of two')).to.equal(null);
        expect(await other.links.find('second of two')).to.have.nested.include({ 'operator.name': 'Hal' });
        expect(await other.links.expiries()).to.deep.equal(new Map([[id, HOUR]]));
        await other.operators.change(id, { disabled: true });
        expect(await one.links.find('second of two')).to.equal(null);
        expect(await put('third')).to.equal(false);
        await other.operators.change(id, { disabled: false });
        expect(await one.links.use('second of two', 'hash', NOBODY)).to.deep.equal({ kind: 'gone' });
      });

      it('make the first admin while nobody can sign in, one at most', async () => {
        const first = { operatorId: null, kind: 'first' as const, createdAt: 1, expiresAt: HOUR };
        await added('admin', { role: 'viewer' });
        expect(await one.links.put({ ...first, digest: 'of the start' })).to.equal(true);
        const boss = { id: randomUUID(), name: 'Admin', createdAt: 5 };
        expect(await one.links.use('of the start', 'hash', boss)).to.deep.equal({ kind: 'name_taken' });
        const uses = await Promise.all(
          [one, other, one].map((each, at) =>
            each.links.use('of the start', 'hash', { ...boss, name: `Boss${at}`, id: `boss-${at}` }),
          ),
        );
        expect(uses.map(({ kind }) => kind).sort()).to.deep.equal(['gone', 'gone', 'used']);
        expect(await other.links.put({ ...first, digest: 'another' })).to.equal(false);
        const made = uses.find((use) => use.kind === 'used');
        expect(made).to.have.nested.include({ 'operator.role': 'admin', 'operator.state': 'active' });
      });

      it('for the first admin end when somebody else can sign in', async () => {
        const first = { operatorId: null, kind: 'first' as const, createdAt: 1, expiresAt: HOUR };
        await one.links.put({ ...first, digest: 'of the start' });
        await active('Ida', 'viewer');
        expect(await other.links.find('of the start')).to.equal(null);
        expect(await other.links.use('of the start', 'hash', NOBODY)).to.deep.equal({ kind: 'gone' });
      });
    });

    describe('sessions', () => {
      it('begin for the account as it was looked at, and not for one that has changed', async () => {
        const operator = await active('Jo');
        await other.operators.change(operator.id, { role: 'viewer' });
        expect(await one.sessions.start(sessionOf(operator.id), operator.version)).to.equal(false);
        const now = await one.operators.find({ id: operator.id });
        const session = sessionOf(operator.id);
        expect(await one.sessions.start(session, now?.version ?? 0)).to.equal(true);
        const found = await other.sessions.find(session.digest);
        expect(found?.session).to.deep.equal(session);
        expect(found?.operator).to.include({ name: 'Jo', role: 'viewer', lastSignInAt: 1000 });
        expect(await other.sessions.find('none')).to.equal(null);
      });

      it('do not begin while the account is being disabled', async () => {
        for (let round = 0; round < 10; round++) {
          const operator = await active(`Kim${round}`);
          const starts = Array.from({ length: 4 }, () =>
            one.sessions.start(sessionOf(operator.id), operator.version),
          );
          await Promise.all([...starts, other.operators.change(operator.id, { disabled: true })]);
          expect(await sessionsOf(operator.id)).to.equal(0);
        }
      });

      it('are ended by token, by id and all but one, of their owner alone', async () => {
        const [lea, max] = [await active('Lea'), await active('Max')];
        const all = [sessionOf(lea.id), sessionOf(lea.id), sessionOf(lea.id)] as const;
        for (const session of all) await one.sessions.start(session, lea.version);
        expect(await other.sessions.end({ operatorId: max.id, id: all[0].id })).to.equal(0);
        expect(await other.sessions.end({ operatorId: lea.id, id: all[0].id })).to.equal(1);
        expect(await other.sessions.end({ operatorId: lea.id, except: all[1].id })).to.equal(1);
        expect((await one.sessions.of(lea.id)).map(({ id }) => id)).to.deep.equal([all[1].id]);
        expect(await one.sessions.end({ digest: all[1].digest })).to.equal(1);
        expect(await sessionsOf(lea.id)).to.equal(0);
      });

      it('that had to end are deleted at the next sign-in; a use is noted', async () => {
        const operator = await active('Nat');
        const old = { ...sessionOf(operator.id), expiresAt: 5000 };
        await one.sessions.start(old, operator.version);
        await one.sessions.touch(old.digest, 3000);
        expect((await other.sessions.find(old.digest))?.session.lastUsedAt).to.equal(3000);
        await one.sessions.start({ ...sessionOf(operator.id), startedAt: 5000 }, operator.version);
        expect(await other.sessions.find(old.digest)).to.equal(null);
      });
    });

    it('has 50 sessions of one account at most, those that were used last', async () => {
      const operator = await active('Oz');
      for (let no = 0; no < 52; no++) {
        await one.sessions.start({ ...sessionOf(operator.id), lastUsedAt: 1000 + no }, operator.version);
      }
      const left = (await other.sessions.of(operator.id)).map(({ lastUsedAt }) => lastUsedAt);
      expect(left).to.have.length(50);
      expect(Math.min(...left)).to.equal(1002);
    });

    describe('the single sign-on', () => {
      const account = (subject: string, accountName: string, role: NewOperator['role'] = 'editor') => ({
        ...{ id: randomUUID(), issuer: 'https://id.example', subject, name: accountName, role, now: 7 },
      });

      it('makes one account of a person, also at the same moment', async () => {
        const all = await Promise.all(
          Array.from({ length: 6 }, (_, at) => (at % 2 ? one : other).sso.signIn(account('s1', 'Ola'))),
        );
        expect(
          new Set(all.map((each) => (each.kind === 'known' ? each.operator.id : each.kind))),
        ).to.have.length(1);
        expect(await one.operators.list()).to.have.length(1);
      });

      it('takes over no account by its name', async () => {
        await active('Pia', 'admin');
        expect(await one.sso.signIn(account('s2', 'pia'))).to.deep.equal({ kind: 'name_taken' });
        expect(await one.operators.list()).to.have.length(1);
        await one.sso.signIn(account('s3', 'Quin'));
        const renamed = await one.sso.signIn(account('s3', 'PIA'));
        expect(renamed).to.have.nested.include({ kind: 'known', 'operator.name': 'Quin' });
      });

      it('brings role and name up to date, and ends the sessions of another role', async () => {
        const first = await one.sso.signIn(account('s4', 'Ray'));
        if (first.kind !== 'known') throw new Error(first.kind);
        const { operator } = first;
        expect([first.before, operator.via, operator.state]).to.deep.equal([null, 'oidc', 'active']);
        await one.sessions.start(sessionOf(operator.id), operator.version);
        await one.sso.signIn(account('s4', 'Ray'));
        expect(await sessionsOf(operator.id)).to.equal(1);
        const second = await other.sso.signIn(account('s4', 'Ray B', 'viewer'));
        expect(second).to.have.nested.include({
          'before.role': 'editor',
          'operator.role': 'viewer',
          'operator.name': 'Ray B',
        });
        expect(await sessionsOf(operator.id)).to.equal(0);
      });

      it('lets nobody in who is disabled here, and ends the sessions of who has no role any more', async () => {
        const first = await one.sso.signIn(account('s5', 'Sam'));
        if (first.kind !== 'known') throw new Error(first.kind);
        await one.sessions.start(sessionOf(first.operator.id), first.operator.version);
        expect(await other.sso.withdraw(account('s5', ''))).to.include({ name: 'Sam' });
        expect(await sessionsOf(first.operator.id)).to.equal(0);
        expect(await other.sso.withdraw(account('unknown', ''))).to.equal(null);
        await one.operators.change(first.operator.id, { disabled: true });
        expect(await other.sso.signIn(account('s5', 'Sam'))).to.deep.equal({ kind: 'disabled' });
        expect(
          await one.links.put({
            digest: 'x',
            operatorId: first.operator.id,
            kind: 'reset',
            createdAt: 1,
            expiresAt: 2,
          }),
        ).to.equal(false);
      });
    });
  });
}
