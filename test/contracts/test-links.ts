import { expect } from 'chai';
import type { TestLink, TestLinkStore } from '../../src/domain/releases/test-link-store.ts';
import { expectSame, ODD_TEXTS, sha256 } from './sample-releases.ts';

export interface TestLinksCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: TestLinkStore; two: TestLinkStore; close(): Promise<void> }>;
}

const AT = 1_790_000_000_000;
const WEEK = 7 * 24 * 60 * 60 * 1000;
const MOST = 3;

function link(id: string, changes: Partial<TestLink> = {}): TestLink {
  return {
    ...{ id, activityId: 'a-b_c', text: `{"title":"${id}"}`, pictures: {}, by: '安', at: AT },
    expiresAt: AT + WEEK,
    ...changes,
  };
}

/** The contract of TestLinkStore, for each adapter. */
export function describeTestLinks({ name, create }: TestLinksCase): void {
  describe(`TestLinkStore: ${name}`, () => {
    let made: Awaited<ReturnType<TestLinksCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    const add = (each: TestLink, most = MOST) => made.one.add(each, sha256(each.id), most);
    const find = (id: string, now = AT) => made.two.find(sha256(id), now);

    it('finds a link by the digest of its token, as it was made, and no other', async () => {
      const whole = link('1', {
        pictures: { 'a.png': sha256('a'), '图.webp': sha256('b') },
        by: 'it\'s\n"me"',
      });
      expect(await add(whole)).to.equal('added');
      expect(await find('1')).to.deep.equal(whole);
      expect(await find('2')).to.equal(undefined);
      expect(await made.two.find('1', AT)).to.equal(undefined);
    });

    it('returns each text byte for byte', async () => {
      for (const [index, text] of Object.values(ODD_TEXTS).entries()) {
        await add(link(`${index}`, { text, activityId: `of-${index}` }));
      }
      for (const [index, [what, text]] of Object.entries(ODD_TEXTS).entries()) {
        expectSame((await find(`${index}`))?.text ?? 'none', text, what);
      }
    });

    it('ends a link at its time', async () => {
      await add(link('1'));
      expect(await find('1', AT + WEEK - 1)).to.have.property('id', '1');
      expect(await find('1', AT + WEEK)).to.equal(undefined);
      expect(await made.two.ofActivity('a-b_c', AT + WEEK)).to.deep.equal([]);
    });

    it('lists those that work, the newest first, without their texts', async () => {
      await add(link('1'));
      await add(link('2', { at: AT + 1 }));
      await add(link('other', { activityId: 'a-b-c' }));
      const { text: _text, pictures: _pictures, ...row } = link('2', { at: AT + 1 });
      const listed = await made.two.ofActivity('a-b_c', AT + 2);
      expect(listed.map(({ id }) => id)).to.deep.equal(['2', '1']);
      expect(listed[0]).to.deep.equal(row);
    });

    it('revokes one, or all of an activity, and of no other', async () => {
      for (const id of ['1', '2', '3']) await add(link(id));
      await add(link('other', { activityId: 'A-b_c' }));
      expect(await made.two.revoke('A-b_c', '1', AT)).to.equal(0);
      expect(await made.two.revoke('a-b_c', '1', AT)).to.equal(1);
      expect(await made.two.revoke('a-b_c', '1', AT)).to.equal(0);
      expect([await find('1'), (await find('2'))?.id]).to.deep.equal([undefined, '2']);
      expect(await made.one.revoke('a-b_c', null, AT)).to.equal(2);
      expect(await made.two.ofActivity('a-b_c', AT)).to.deep.equal([]);
      expect(await find('other')).to.have.property('id', 'other');
    });

    it('takes no more than the most of an activity; what has ended makes room', async () => {
      for (const id of ['1', '2', '3']) expect(await add(link(id))).to.equal('added');
      expect(await add(link('4'))).to.equal('too_many');
      expect(await find('4')).to.equal(undefined);
      expect(await add(link('other', { activityId: 'other' }))).to.equal('added');
      await made.two.revoke('a-b_c', '2', AT);
      expect(await add(link('4'))).to.equal('added');
      expect(await add(link('5', { at: AT + WEEK, expiresAt: AT + 2 * WEEK }))).to.equal('added');
    });

    it('takes no more where several add at the same instant', async () => {
      const stores = [made.one, made.two];
      const ids = Array.from({ length: 12 }, (_, no) => `${no}`);
      const results = await Promise.all(
        ids.map((id, no) => (stores[no % 2] as TestLinkStore).add(link(id), sha256(id), MOST)),
      );
      expect(results.filter((each) => each === 'added')).to.have.length(MOST);
      expect(await made.one.ofActivity('a-b_c', AT)).to.have.length(MOST);
    });
  });
}
