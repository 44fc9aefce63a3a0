import { expect } from 'chai';
import {
  KEPT_SIMULATIONS,
  type SimulationRecord,
  type Simulations,
} from '../../src/domain/releases/simulations.ts';

export interface SimulationsCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: Simulations; two: Simulations; close(): Promise<void> }>;
}

const AT = 1_790_000_000_000;

function simulation(id: string, changes: Partial<SimulationRecord> = {}): SimulationRecord {
  return {
    ...{ id, activityId: 'a', content: 'c1', order: '{"users":1}', state: 'running', failure: null },
    ...{ report: null, by: 'ann', at: AT, progress: 0, seenAt: AT },
    ...changes,
  };
}

/** The contract of Simulations, for each adapter. */
export function describeSimulations({ name, create }: SimulationsCase): void {
  describe(`Simulations: ${name}`, () => {
    let made: Awaited<ReturnType<SimulationsCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    it('returns each as it was put, and what became of it, the latest first', async () => {
      expect(await made.one.find('a')).to.deep.equal([]);
      const first = simulation('z', { order: '{"users":2,"名":"值"}', progress: 0.25 });
      const second = simulation('b', { at: AT + 1, content: 'c2', state: 'waiting' });
      for (const each of [first, second, simulation('other', { activityId: 'A' })]) await made.one.put(each);
      expect(await made.two.find('a')).to.deep.equal([second, first]);
      expect(await made.two.find('a', 'c1')).to.deep.equal([first]);
      const done = { ...first, state: 'done', report: '{"users":2}', progress: 1 } as const;
      await made.two.put(done);
      expect(await made.one.find('a')).to.deep.equal([second, done]);
    });

    it('keeps the last few of each activity', async () => {
      for (let no = 0; no <= KEPT_SIMULATIONS; no++) {
        await made.one.put(simulation(`s${no}`, { at: AT + no }));
        await made.one.put(simulation(`o${no}`, { at: AT + no, activityId: 'b' }));
      }
      const ids = (await made.two.find('a')).map(({ id }) => id);
      expect(ids).to.deep.equal(
        Array.from({ length: KEPT_SIMULATIONS }, (_, no) => `s${KEPT_SIMULATIONS - no}`),
      );
      expect(await made.two.find('b')).to.have.length(KEPT_SIMULATIONS);
    });

    it('notes who is at work on it, while it waits or runs', async () => {
      await made.one.put(simulation('x'));
      expect(await made.one.beat({ id: 'x', progress: 0.5, seenAt: AT + 9 })).to.equal(true);
      expect(await made.two.find('a')).to.deep.equal([simulation('x', { progress: 0.5, seenAt: AT + 9 })]);
      await made.two.put(simulation('x', { state: 'failed', failure: 'stopped' }));
      expect(await made.one.beat({ id: 'x', progress: 0.6, seenAt: AT + 10 })).to.equal(false);
      expect(await made.one.beat({ id: 'none', progress: 0.6, seenAt: AT })).to.equal(false);
      expect((await made.two.find('a'))[0]?.state).to.equal('failed');
    });

    it('fails those that nobody has been at work on since', async () => {
      await made.one.put(simulation('old', { activityId: 'a' }));
      await made.one.put(simulation('waits', { activityId: 'b', state: 'waiting' }));
      await made.one.put(simulation('new', { activityId: 'c', seenAt: AT + 1 }));
      await made.one.put(simulation('done', { activityId: 'd', state: 'done' }));
      await made.two.interrupt(AT + 1);
      const states = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (id) => {
          const [found] = await made.one.find(id);
          return `${found?.state} ${found?.failure}`;
        }),
      );
      expect(states).to.deep.equal(['failed interrupted', 'failed interrupted', 'running null', 'done null']);
    });
  });
}
