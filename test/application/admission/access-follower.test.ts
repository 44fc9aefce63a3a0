import { expect } from 'chai';
import { AccessFollower } from '../../../src/application/admission/access-follower.ts';
import { KnownBlocks } from '../../../src/application/admission/known-blocks.ts';
import { KnownEnds } from '../../../src/application/admission/known-ends.ts';
import { KnownNamespaces } from '../../../src/application/admission/known-namespaces.ts';
import type { AccessChange, AccessCursor } from '../../../src/domain/visitors/access-feed.ts';
import type { Session } from '../../../src/domain/visitors/session.ts';
import { VirtualTime } from '../../support/virtual-time.ts';

const PAGE_ROWS = 2;
const PROCESS = 7;

describe('AccessFollower', () => {
  let time: VirtualTime;
  let rows: AccessChange[];
  let latest: number;
  let asked: AccessCursor[];
  let isAway: boolean;
  let fix: (activityIds: readonly string[]) => Promise<void>;
  let reports: string[];
  let [ends, blocks]: [KnownEnds, KnownBlocks] = [
    new KnownEnds(1, { elapsed: () => 0 }),
    new KnownBlocks(new Set()),
  ];
  let namespaces: KnownNamespaces;
  let follower: AccessFollower;

  beforeEach(() => {
    time = new VirtualTime(0);
    [rows, latest, asked, isAway, reports] = [[], 0, [], false, []];
    fix = async () => {};
    ends = new KnownEnds(PROCESS, time);
    blocks = new KnownBlocks(new Set());
    const errorReporter = { report: (what: string) => void reports.push(what) };
    namespaces = new KnownNamespaces({ own: 'jwt', store: { fix: (ids) => fix(ids) }, errorReporter });
    follower = new AccessFollower({
      feed: { since },
      ends,
      blocks,
      namespaces,
      endsWithinMs: 1000,
      timer: time,
      errorReporter,
    });
  });
  afterEach(() => follower.close());

  async function since(cursor: AccessCursor) {
    asked.push(cursor);
    if (isAway) throw new Error('away');
    const after = ({ kind }: AccessChange) => (kind === 'end' ? cursor.ends : cursor.others);
    const changes = rows
      .filter((row) => row.no > after(row))
      .sort((a, b) => a.no - b.no)
      .slice(0, PAGE_ROWS);
    return { changes, hasMore: changes.length === PAGE_ROWS, latest, sweptUpTo: 0 };
  }

  function endOf(uid: string, no = latest + 1): void {
    latest = no;
    rows.push({ kind: 'end', no, of: { kind: 'user', uid }, issuedUpTo: no });
  }

  function blockOf(uid: string, isBlocked = true): void {
    rows = rows.filter((row) => row.kind !== 'block' || row.uid !== uid);
    rows.push({ kind: 'block', no: ++latest, uid, isBlocked });
  }

  function isVoid(uid: string, endsSeen: number): boolean {
    const session: Session = {
      user: { uid, zoneId: null, profile: {} },
      expiresAt: null,
      sid: null,
      endsSeen,
    };
    return ends.isVoid(session, () => ['d']);
  }

  it('reads every page at once, in the order of their numbers', async () => {
    for (let no = 0; no < 5; no++) {
      endOf(`u${no}`);
      blockOf(`b${no}`);
    }
    await follower.look();
    expect(ends.seen).to.equal(10);
    expect([0, 1, 2, 3, 4].map((no) => isVoid(`u${no}`, 0) && blocks.has(`b${no}`))).to.not.include(false);
    expect(asked.map(({ others }) => others)).to.deep.equal([0, 2, 4, 6, 8, 10]);
    await follower.look();
    expect(asked.at(-1)).to.deep.equal({ ends: 10, others: 10 });
  });

  it('believes no session of other processes until the store could be read for the first time', async () => {
    endOf('u1');
    isAway = true;
    await follower.look();
    await follower.look();
    expect([follower.hasRead, reports.length]).to.deep.equal([false, 1]);
    expect([isVoid('u2', 0), isVoid('u2', 1), isVoid('u2', ends.seen)]).to.deep.equal([true, true, false]);
    const own = ends.seen;
    isAway = false;
    await follower.look();
    expect(follower.hasRead).to.equal(true);
    expect([isVoid('u2', 0), isVoid('u2', 1), isVoid('u2', own)]).to.deep.equal([false, false, false]);
    expect([isVoid('u1', 0), isVoid('u1', 1), isVoid('u1', own)]).to.deep.equal([true, false, true]);
  });

  it('goes on with what it knows while the store is away, and says since when', async () => {
    endOf('u1');
    blockOf('u2');
    follower.start();
    await time.pass(600);
    isAway = true;
    await time.pass(20_000);
    expect([isVoid('u1', 0), isVoid('u3', 2), blocks.has('u2')]).to.deep.equal([true, false, true]);
    expect(follower.secondsSinceRead).to.be.within(19.5, 20.5);
    expect(reports).to.have.length(1);
    isAway = false;
    endOf('u3');
    await time.pass(500);
    expect(isVoid('u3', 2)).to.equal(true);
    expect(follower.secondsSinceRead).to.be.below(0.6);
  });

  it('reads every 500 ms, and all blocks and namespaces anew every 10 minutes', async () => {
    blockOf('u1');
    blockOf('u2');
    follower.start();
    await time.pass(1000);
    // As in a restored copy, whose numbers have gone past the old ones meanwhile.
    rows = rows.filter((row) => row.kind !== 'block' || row.uid !== 'u1');
    await time.pass(9 * 60_000);
    expect([blocks.has('u1'), blocks.has('u2')]).to.deep.equal([true, true]);
    await time.pass(61_000);
    expect([blocks.has('u1'), blocks.has('u2')]).to.deep.equal([false, true]);
    expect(asked.length).to.be.within(1200, 1230);
  });

  it('notices an old copy whose numbers begin below, and reads all of it', async () => {
    endOf('u1', 100);
    blockOf('b1');
    endOf('u2', 200);
    await follower.look();
    rows = rows.filter(({ no }) => no < 100);
    latest = 50;
    endOf('u3', 40);
    latest = 50;
    await follower.look();
    expect(asked.at(-1)?.ends).to.be.below(51);
    expect(ends.seen).to.equal(50);
    expect(blocks.has('b1'), 'the copy does not block').to.equal(false);
    expect([isVoid('u9', 150), isVoid('u9', 50)], 'of before the copy').to.deep.equal([true, false]);
    expect([isVoid('u2', 50), isVoid('u3', 30)], 'ended in either').to.deep.equal([true, true]);
    endOf('u9', 60);
    await follower.look();
    expect([isVoid('u9', 55), isVoid('u9', 60), isVoid('u8', 60)]).to.deep.equal([true, true, false]);
  });

  it('records the identities of what was drawn last when it is closed, and waits 1 s for it at most', async () => {
    const fixed: string[] = [];
    fix = async (ids) => void fixed.push(...ids);
    namespaces.used('1055');
    await follower.close();
    expect(fixed).to.deep.equal(['1055']);
    fix = () => new Promise(() => {});
    namespaces.used('1056');
    let isClosed = false;
    const closing = follower.close().then(() => {
      isClosed = true;
    });
    await time.pass(999);
    expect(isClosed).to.equal(false);
    await time.pass(1);
    await closing;
    fix = () => Promise.reject(new Error('away'));
    await follower.close();
    expect(reports).to.have.length(1);
  });
});
