import { expect } from 'chai';
import fc from 'fast-check';
import { DraftShift, findingsIn } from './draft-shift.ts';
import { FakeTime } from './fake-time.ts';
import { type Fault, Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, type World } from './world.ts';

const fault = fc.constantFrom<'before' | 'after' | null>('before', 'after', null);

describe('DraftPublisher, where something fails', () => {
  let time: FakeTime;
  let world: World;
  let shifts: DraftShift[];

  beforeEach(async () => {
    time = new FakeTime();
    world = await openWorld(time.clock);
    shifts = [];
  });
  afterEach(async () => {
    for (const shift of shifts) shift.end();
    await world.close();
    time.restore();
  });

  function shiftOf(drafts: MemoryDrafts, isOneMachine = true, faults = new Faults()): DraftShift {
    const shift = new DraftShift(world, drafts, { isOneMachine, faults });
    shifts.push(shift);
    return shift;
  }

  /* No text was published twice in a row: that of which no answer came was not published again. */
  async function expectEachOnce(id: string, last: string): Promise<void> {
    const titles = await world.titles(id);
    expect(titles.at(-1)).to.equal(last);
    expect(titles.filter((title, index) => title === titles[index - 1])).to.deep.equal([]);
  }

  it('publishes what was edited while the store was away when it is back, and only the latest', async () => {
    const drafts = new MemoryDrafts({ a: 'one', b: 'one', c: 'one' });
    const shift = shiftOf(drafts);
    await shift.begin();
    shift.faults.isAway = true;
    drafts.edit('a', 'two');
    await time.pass(5000);
    drafts.edit('a', 'three');
    drafts.edit('b', 'two');
    drafts.put('c', '{');
    drafts.edit('d', 'new');
    drafts.remove('b');
    await time.pass(60_000);
    expect(shift.published).to.deep.equal([]);
    shift.faults.isAway = false;
    await time.pass(1000);
    expect(await world.titles('a')).to.deep.equal(['one', 'three']);
    expect((await world.state('b')).serving?.isRemoved).to.equal(true);
    expect(await world.titles('d')).to.deep.equal(['new']);
    expect(await findingsIn(world)).to.deep.equal(['c not_json']);
  });

  it('rejects at its first look while the store is away, and looks whole at the next one', async () => {
    const drafts = new MemoryDrafts({ a: 'one', b: 'one' });
    const shift = shiftOf(drafts);
    shift.faults.isAway = true;
    expect(String(await shift.begin().catch((error: unknown) => error))).to.include('record store');
    shift.end();
    await shift.publisher.idle();
    shift.faults.isAway = false;
    await shift.begin();
    expect(shift.looked).to.deep.equal([2]);
  });

  it('has the latest text published whatever calls fail, before they did something or after', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        async (plan, edits) => {
          run += 1;
          const [a, b] = [`a-${run}`, `b-${run}`];
          const drafts = new MemoryDrafts({ [a]: 'edit 0', [b]: 'edit 0' });
          const shift = shiftOf(drafts);
          await shift.begin();
          const { calls } = shift.faults;
          shift.faults.plan = (call) => plan[call - calls - 1] ?? null;
          for (let edit = 1; edit <= edits; edit++) {
            drafts.edit(a, `edit ${edit}`);
            if (edit % 2 === 0) drafts.put(b, '{');
            else drafts.edit(b, `edit ${edit}`);
            await time.pass(200);
          }
          await time.pass(30_000);
          await expectEachOnce(a, `edit ${edits}`);
          // One that is broken before the store is back is not published any more.
          const last = (await world.titles(b)).at(-1) ?? '';
          await expectEachOnce(b, edits % 2 === 0 ? last : `edit ${edits}`);
          expect(await findingsIn(world)).to.deep.equal(edits % 2 === 0 ? [`${b} not_json`] : []);
          shift.end();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('publishes no earlier text that failed over a later one, and none of a file that is broken by then', async () => {
    const drafts = new MemoryDrafts({ a: 'one', b: 'one' });
    const shift = shiftOf(drafts);
    await shift.begin();
    drafts.edit('a', 'two');
    drafts.edit('b', 'two');
    shift.faults.plan = () => {
      shift.faults.plan = () => null;
      drafts.edit('a', 'three');
      drafts.put('b', '{');
      return 'before';
    };
    await time.pass(3000);
    expect(await world.titles('a')).to.deep.equal(['one', 'three']);
    expect(await world.titles('b')).to.deep.equal(['one']);
    expect(await findingsIn(world)).to.deep.equal(['b not_json']);
  });

  it('has the latest text published by the next one, wherever it died', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(14), fc.boolean()), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (deaths, isOneMachine) => {
          run += 1;
          const id = `a-${run}`;
          const drafts = new MemoryDrafts({ [id]: 'edit 0', [`broken-${run}`]: 'edit 0' });
          let edit = 0;
          for (const [steps, isDone] of deaths) {
            const shift = shiftOf(drafts, isOneMachine);
            // Its last call may be done, but it does not hear of that.
            shift.faults.plan = (call): Fault =>
              call <= steps ? null : call === steps + 1 && isDone ? 'after' : 'before';
            await shift.begin().catch(() => {});
            drafts.edit(id, `edit ${++edit}`);
            await time.pass(300);
            drafts.put(`broken-${run}`, '{');
            await time.pass(300);
            shift.end();
          }
          const last = shiftOf(drafts, isOneMachine);
          await last.begin();
          await time.pass(300);
          await expectEachOnce(id, `edit ${edit}`);
          expect(await findingsIn(world)).to.deep.equal([`broken-${run} not_json`]);
          last.end();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('publishes nothing while it is not known whether another process does', async () => {
    const drafts = new MemoryDrafts({ a: 'one' });
    const shift = shiftOf(drafts);
    await shift.begin();
    const { findings } = await world.feed.since(0);
    shift.mayPublish = false;
    drafts.edit('a', 'two');
    drafts.put('b', '{');
    await time.pass(10_000);
    expect(await world.titles('a')).to.deep.equal(['one']);
    expect((await world.feed.since(0)).findings).to.equal(findings);
    shift.mayPublish = true;
    await time.pass(1000);
    expect(await world.titles('a')).to.deep.equal(['one', 'two']);
    expect(await findingsIn(world)).to.deep.equal(['b not_json']);
  });

  /** Two machines. The first hangs in the call of this number after an edit, and the second takes over meanwhile. */
  async function takenOver(call: number): Promise<boolean> {
    const id = `hangs-${call}`;
    const [mine, other] = [new MemoryDrafts({ [id]: 'one' }), new MemoryDrafts({ [id]: 'one' })];
    const [first, second] = [shiftOf(mine, false), shiftOf(other, false)];
    await first.begin();
    let goOn = () => {};
    const hanging = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { calls } = first.faults;
    let hasHung = false;
    first.faults.plan = (each) => {
      if (each - calls !== call) return null;
      hasHung = true;
      return hanging;
    };
    mine.edit(id, 'from the first');
    await time.pass(500);
    first.mayPublish = false;
    await second.begin();
    other.edit(id, 'from the second');
    await time.pass(500);
    goOn();
    await time.pass(500);
    first.end();
    await time.pass(2000);
    // What it had sent before it hung may come in between, and not after.
    expect((await world.titles(id)).at(-1), `hung in call ${call}`).to.equal('from the second');
    second.end();
    return hasHung;
  }

  it('publishes nothing over what another machine has published while it hung', async () => {
    let calls = 0;
    while (await takenOver(calls + 1)) calls += 1;
    // What is there is read, and the change is recorded.
    expect(calls).to.be.at.least(2);
  });

  it('publishes what waits no more after another one has taken over', async () => {
    const [mine, other] = [new MemoryDrafts({ a: 'one' }), new MemoryDrafts({ a: 'one' })];
    const first = shiftOf(mine, false);
    await first.begin();
    first.faults.isAway = true;
    mine.edit('a', 'from the first');
    await time.pass(1000);
    const second = shiftOf(other, false);
    await second.begin();
    other.edit('a', 'from the second');
    await time.pass(1000);
    first.end();
    first.faults.isAway = false;
    await time.pass(5000);
    expect(await world.titles('a')).to.deep.equal(['one', 'from the second']);
  });

  it('two at once on one store with different folders publish all, and come to rest', async () => {
    const folders = [
      new MemoryDrafts({ clash: 'from the first', one: 'one', same: 'same' }),
      new MemoryDrafts({ clash: 'from the second', two: 'two', same: 'same' }),
    ];
    const both = folders.map((folder) => shiftOf(folder));
    await Promise.all(both.map((shift) => shift.begin()));
    await time.pass(10_000);
    expect([...(await world.titles('clash'))].sort()).to.deep.equal(['from the first', 'from the second']);
    for (const id of ['one', 'two', 'same']) expect(await world.titles(id)).to.deep.equal([id]);
    expect(both.flatMap(({ reported }) => reported)).to.deep.equal([]);
    folders[0]?.edit('clash', 'edited');
    folders[1]?.edit('clash', 'edited');
    folders[0]?.remove('same');
    await time.pass(10_000);
    expect((await world.titles('clash')).slice(2)).to.deep.equal(['edited']);
    expect((await world.state('same')).serving?.isRemoved).to.equal(true);
  });
});
