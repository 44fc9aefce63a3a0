import { expect } from 'chai';
import type { AccessChange, AccessCursor, AccessFeed } from '../../src/domain/visitors/access-feed.ts';
import type { AccessSweep } from '../../src/domain/visitors/access-sweep.ts';
import type { ActivityNamespaces } from '../../src/domain/visitors/activity-namespaces.ts';
import type { BlockedUsers } from '../../src/domain/visitors/blocked-users.ts';
import type { SessionEnds } from '../../src/domain/visitors/session-ends.ts';

export interface AccessParts {
  readonly ends: SessionEnds;
  readonly blocked: BlockedUsers;
  readonly namespaces: ActivityNamespaces;
  readonly sweep: AccessSweep;
  /** @param pageRows how many changes a page has at most */
  feed(pageRows?: number): AccessFeed;
  close(): Promise<void>;
}

export interface AccessCase {
  readonly name: string;
  /** As two processes have one store. Their clocks differ by 11 minutes, where the store has one of its own. */
  create(): Promise<readonly [AccessParts, AccessParts]>;
  /** Makes all that is recorded so many milliseconds older. */
  age(ms: number): Promise<void>;
}

const ALL: AccessCursor = { ends: 0, others: 0 };
export const DAY_MS = 86_400_000;
const KEPT = { youngMs: 4 * DAY_MS, maxEnds: 1000, longestMs: 400 * DAY_MS };

/** Reads what a follower would. */
export async function allChanges(feed: AccessFeed, from = 0, withinMs = DAY_MS): Promise<AccessChange[]> {
  const changes: AccessChange[] = [];
  for (let after = from; ; ) {
    const page = await feed.since({ ends: after, others: after }, withinMs);
    changes.push(...page.changes);
    if (!page.hasMore) return changes;
    after = page.changes.at(-1)?.no ?? 0;
  }
}

/** The contract of SessionEnds, BlockedUsers, ActivityNamespaces, AccessFeed and AccessSweep, for each adapter. */
export function describeAccess({ name, create, age }: AccessCase): void {
  describe(`ends of sessions, blocked users and namespaces: ${name}`, () => {
    let one: AccessParts;
    let other: AccessParts;
    beforeEach(async () => {
      [one, other] = await create();
    });
    afterEach(async () => {
      await one.close();
      await other.close();
    });

    it('have nothing at first', async () => {
      expect(await one.feed().since(ALL, DAY_MS)).to.deep.equal({
        changes: [],
        hasMore: false,
        latest: 0,
        sweptUpTo: 0,
      });
      expect(await one.blocked.find('u1')).to.equal(null);
      expect(await one.namespaces.find('1055')).to.equal(null);
    });

    it('show each end to others, with a number that grows, and the time up to which tokens are ended', async () => {
      const numbers = [
        await one.ends.end({ kind: 'user', uid: 'u1' }, 1000),
        await other.ends.end({ kind: 'token', digest: 'ab'.repeat(32) }, 2000),
        await one.ends.end({ kind: 'sid', sid: 's-1' }, null),
      ];
      const changes = await allChanges(other.feed());
      expect(changes.map(({ no }) => no)).to.deep.equal(numbers);
      expect(changes.map((change) => change.kind === 'end' && change.of)).to.deep.equal([
        { kind: 'user', uid: 'u1' },
        { kind: 'token', digest: 'ab'.repeat(32) },
        { kind: 'sid', sid: 's-1' },
      ]);
      const upTo = changes.map((change) => (change.kind === 'end' ? change.issuedUpTo : 0));
      expect(upTo.slice(0, 2)).to.deep.equal([1000, 2000]);
      expect(Math.abs((upTo[2] ?? 0) - (numbers[2] ?? 0))).to.be.below(5000);
      expect(await allChanges(other.feed(), numbers[1])).to.have.length(1);
    });

    it('have the newest end alone of each, and the latest time of its tokens', async () => {
      await one.ends.end({ kind: 'user', uid: 'u1' }, 9000);
      const no = await other.ends.end({ kind: 'user', uid: 'u1' }, 5000);
      expect(await allChanges(one.feed())).to.deep.equal([
        { kind: 'end', no, of: { kind: 'user', uid: 'u1' }, issuedUpTo: 9000 },
      ]);
    });

    it('block a user, replace the reason, and unblock', async () => {
      expect(await one.blocked.block({ uid: 'u1', reason: 'bought \0 accounts', by: 'Ann' })).to.equal(true);
      expect(await other.blocked.block({ uid: 'u1', reason: 'script', by: 'Bob' })).to.equal(false);
      const { at, ...found } = (await one.blocked.find('u1')) ?? { at: 0 };
      expect(found).to.deep.equal({ uid: 'u1', reason: 'script', by: 'Bob' });
      expect(at).to.be.above(1_000_000_000_000);
      expect(await other.blocked.unblock('u1')).to.equal(true);
      expect(await other.blocked.unblock('u1')).to.equal(false);
      expect(await other.blocked.unblock('u2')).to.equal(false);
      expect(await one.blocked.find('u1')).to.equal(null);
      expect(await one.blocked.page(null, 10)).to.deep.equal([]);
      const [change, ...more] = await allChanges(one.feed());
      expect(more).to.deep.equal([]);
      expect(change).to.include({ kind: 'block', uid: 'u1', isBlocked: false });
      expect(await one.blocked.block({ uid: 'u1', reason: 'again', by: 'Ann' })).to.equal(true);
    });

    it('list blocked users, the latest first, in pages', async () => {
      for (let no = 0; no < 7; no++) await one.blocked.block({ uid: `u${no}`, reason: 'script', by: 'Ann' });
      await one.blocked.unblock('u3');
      const uids: string[] = [];
      for (let before: { uid: string; at: number } | null = null; ; ) {
        const page = await other.blocked.page(before, 2);
        uids.push(...page.map(({ uid }) => uid));
        const last = page.at(-1);
        if (!last) break;
        before = { uid: last.uid, at: last.at };
      }
      expect(uids).to.have.members(['u6', 'u5', 'u4', 'u2', 'u1', 'u0']);
      expect(new Set(uids).size).to.equal(uids.length);
    });

    it('fix the namespace of an activity once', async () => {
      await Promise.all([one.namespaces.fix(['1055'], 'jwt'), one.namespaces.fix(['1055', '1056'], 'jwt')]);
      await other.namespaces.fix(['1055', '1057'], 'wechat:wx1');
      expect(await Promise.all(['1055', '1056', '1057'].map((id) => one.namespaces.find(id)))).to.deep.equal([
        'jwt',
        'jwt',
        'wechat:wx1',
      ]);
      const fixed = (await allChanges(one.feed())).map((change) => ({ ...change, no: 0 }));
      expect(fixed).to.have.deep.members([
        { kind: 'namespace', no: 0, activityId: '1055', namespace: 'jwt' },
        { kind: 'namespace', no: 0, activityId: '1056', namespace: 'jwt' },
        { kind: 'namespace', no: 0, activityId: '1057', namespace: 'wechat:wx1' },
      ]);
    });

    it('skip no change for a reader that goes on from what it read, while two processes write', async () => {
      const seen: AccessChange[] = [];
      let isDone = false;
      const read = async () => {
        const feed = other.feed(3);
        for (let after = 0; ; ) {
          const wasDone = isDone;
          const page = await feed.since({ ends: after, others: after }, DAY_MS);
          seen.push(...page.changes);
          after = page.changes.at(-1)?.no ?? after;
          if (wasDone && !page.hasMore) return;
        }
      };
      const write = async (parts: AccessParts, prefix: string) => {
        const each = Array.from({ length: 25 }, (_, no) => `${prefix}${no}`);
        await Promise.all(
          each.map(async (id) => {
            await parts.ends.end({ kind: 'user', uid: id }, null);
            await parts.blocked.block({ uid: id, reason: '', by: 'Ann' });
            await parts.namespaces.fix([id], 'jwt');
          }),
        );
      };
      const reading = read();
      await Promise.all([write(one, 'a'), write(other, 'b')]);
      isDone = true;
      await reading;
      const names = seen.map((change) => `${change.kind} ${nameOf(change)}`);
      expect(names).to.have.length(150);
      expect(new Set(names).size).to.equal(150);
      const numbers = seen.map(({ no }) => no);
      expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).to.equal(150);
    });

    it('read ends so young alone, and blocks and namespaces from the beginning', async () => {
      await one.ends.end({ kind: 'user', uid: 'u1' }, null);
      await one.blocked.block({ uid: 'u1', reason: '', by: 'Ann' });
      await one.namespaces.fix(['1055'], 'jwt');
      await age(2 * DAY_MS);
      const no = await one.ends.end({ kind: 'user', uid: 'u2' }, null);
      expect((await allChanges(one.feed())).map(({ kind }) => kind)).to.deep.equal([
        'block',
        'namespace',
        'end',
      ]);
      expect(await allChanges(one.feed(), 0, 3 * DAY_MS)).to.have.length(4);
      const again = await one.feed().since({ ends: no, others: 0 }, 3 * DAY_MS);
      expect(again.changes.map(({ kind }) => kind)).to.deep.equal(['block', 'namespace']);
      expect(again.latest).to.equal(no);
    });

    it('give numbers above those of before, also after an old copy was restored', async () => {
      const before = await one.ends.end({ kind: 'user', uid: 'u1' }, null);
      await age(60_000);
      expect((await one.feed().since({ ends: before, others: before }, DAY_MS)).latest).to.be.below(before);
      expect(await one.ends.end({ kind: 'user', uid: 'u2' }, null)).to.be.above(before - 1);
    });

    it('keep the ends that are young, and of the older ones the newest', async () => {
      for (let no = 0; no < 5; no++) await one.ends.end({ kind: 'user', uid: `old${no}` }, 1000 + no);
      await age(5 * DAY_MS);
      for (let no = 0; no < 3; no++) await one.ends.end({ kind: 'user', uid: `new${no}` }, 5000 + no);
      const left = async () =>
        (await allChanges(one.feed(), 0, 1000 * DAY_MS)).map((change) => nameOf(change));
      await other.sweep.removeOld(KEPT);
      expect(await left()).to.have.length(8);
      expect((await one.feed().since(ALL, DAY_MS)).sweptUpTo).to.equal(0);
      await other.sweep.removeOld({ ...KEPT, maxEnds: 4 });
      expect(await left()).to.deep.equal(['old4', 'new0', 'new1', 'new2']);
      expect((await one.feed().since(ALL, DAY_MS)).sweptUpTo).to.equal(1003);
      await other.sweep.removeOld({ ...KEPT, maxEnds: 1 });
      expect(await left()).to.deep.equal(['new0', 'new1', 'new2']);
      await age(401 * DAY_MS);
      await other.sweep.removeOld(KEPT);
      expect(await left()).to.deep.equal([]);
      expect((await one.feed().since(ALL, DAY_MS)).sweptUpTo).to.equal(5002);
    });

    it('forget users who were unblocked long ago, and no one who is blocked', async () => {
      for (const uid of ['u1', 'u2', 'u3']) await one.blocked.block({ uid, reason: '', by: 'Ann' });
      await one.blocked.unblock('u1');
      await age(5 * DAY_MS);
      await one.blocked.unblock('u2');
      await one.sweep.removeOld(KEPT);
      const left = (await allChanges(one.feed())).map(nameOf);
      expect(left).to.have.members(['u2', 'u3']);
    });
  });
}

function nameOf(change: AccessChange): string {
  if (change.kind === 'block') return change.uid;
  if (change.kind === 'namespace') return change.activityId;
  return Object.values(change.of).slice(1).join();
}
