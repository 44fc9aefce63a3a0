import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { audit } from '../../../src/application/analysis/audit/audit.ts';
import { explainDraw } from '../../../src/application/analysis/explain-draw.ts';
import { LoadedCodes } from '../../../src/application/draws/loaded-codes.ts';
import { drawCapabilities, kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import { withCodes } from '../../../src/domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { activityOf } from '../../support/activity-of.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { drawProcess } from '../../support/draw-process.ts';

const NOW = Date.parse('2026-11-11T12:00:00+08:00');
const file = (rule: object = {}, rules: object = {}) => ({
  dispatch: 'shake',
  is_login_user: true,
  prizes: [
    { id: 'card', name: '礼品卡' },
    { id: 'thanks', name: '谢谢' },
  ],
  rules: { prizes: { card: { odds: '1/1', delivery: { by: 'code' }, ...rule } }, ...rules },
});

describe('the codes that a process knows', () => {
  let sizes: Record<string, number>;
  let reads: number;
  let time: number;
  let isAway: boolean;
  let codes: LoadedCodes;

  beforeEach(() => {
    [sizes, reads, time, isAway] = [{ card: 3 }, 0, 0, false];
    const pools = async () => {
      reads += 1;
      if (isAway) throw new DependencyError('draw ledger', 'away');
      return sizes;
    };
    codes = new LoadedCodes({ pools }, drawCapabilities, { now: () => time });
  });

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('are read at first, and then once a second beside the draws', async () => {
    const activity = activityOf(file());
    const first = await codes.bind(activity);
    expect(first.codes).to.deep.equal({ card: 3 });
    sizes = { card: 8 };
    expect(codes.bind(activity)).to.equal(first);
    time = 1000;
    expect(codes.bind(activity)).to.equal(first);
    expect(codes.bind(activity)).to.equal(first);
    await turn();
    expect(await codes.bind(activity)).to.have.deep.property('codes', { card: 8 });
    expect(reads).to.equal(2);
  });

  it('stay the same object while they are the same', async () => {
    const activity = activityOf(file());
    const first = await codes.bind(activity);
    time = 1000;
    codes.bind(activity);
    await turn();
    expect(codes.bind(activity)).to.equal(first);
    expect(reads).to.equal(2);
  });

  it('stay known while the ledger does not answer, and fail draws only where they are not', async () => {
    const activity = activityOf(file());
    const first = await codes.bind(activity);
    [time, isAway] = [1000, true];
    expect(codes.bind(activity)).to.equal(first);
    await turn();
    expect(codes.bind(activity)).to.equal(first);
    expect(await Promise.resolve(codes.bind(activityOf(file(), 'other'))).catch((error) => error)).to.be.an(
      'error',
    );
  });

  it('are asked for by no activity without such a prize', () => {
    const activity = activityOf<DrawDetails>(file({ delivery: { by: 'hand' } }));
    expect(codes.bind(activity)).to.deep.equal({ details: activity.details, codes: null });
    expect(reads).to.equal(0);
  });
});

describe('draws of a prize that is delivered by code', () => {
  let ledger: MemoryDrawLedger;
  let data: object;
  let requests = 0;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    data = file();
  });

  /** A process that reads the sizes anew: its clock of sizes is its own. */
  function process() {
    const configs = new MemoryConfigRepository({ a1: data }, kindReadings);
    const sessions = demoSessions();
    const clock = { now: () => NOW };
    return drawProcess({ ledger, gate: new ActivityGate({ releases: configs, sessions, clock }), clock });
  }

  async function won({ draws }: ReturnType<typeof process>, uid: string): Promise<string | null> {
    requests += 1;
    const visit = { activityId: 'a1', dispatch: 'shake', token: `demo-${uid}`, cookieToken: undefined };
    const { result } = await draws.draw(visit, `request-${requests}`);
    if (result.kind !== 'served') throw new Error(result.kind);
    return result.data.prize?.id ?? null;
  }

  const setsOf = async () => {
    const links = await ledger.rules('a1');
    const numbers = links.map(({ no }) => no);
    const texts = await ledger.rulesTexts('a1', numbers);
    return texts.map((found) => (JSON.parse(found?.text ?? '{}') as { codes?: object }).codes);
  };

  const findingsOf = async () => (await audit(ledger, 'a1')).findings;

  it('are won as often as codes are loaded, and then fall back', async () => {
    data = file({}, { fallback: 'thanks' });
    await ledger.growPool('a1', 'card', 2);
    const one = process();
    const prizes: (string | null)[] = [];
    for (let user = 0; user < 4; user++) prizes.push(await won(one, `u${user}`));
    expect(prizes).to.deep.equal(['card', 'card', 'thanks', 'thanks']);
    expect(await findingsOf()).to.deep.equal([]);
  });

  it('win nothing while none is loaded', async () => {
    expect(await won(process(), 'ann')).to.equal(null);
    expect(await setsOf()).to.deep.equal([{ card: 0 }]);
  });

  it('are decided by sizes that were announced before, each size once, also by processes that lag behind', async () => {
    await ledger.growPool('a1', 'card', 1);
    const behind = process();
    expect(await won(behind, 'ann')).to.equal('card');
    await ledger.growPool('a1', 'card', 2);
    const ahead = process();
    expect(await won(behind, 'bob')).to.equal(null);
    expect(await won(ahead, 'bob')).to.equal('card');
    expect(await won(behind, 'cat')).to.equal(null);
    expect(await won(ahead, 'cat')).to.equal(null);
    expect(await setsOf()).to.deep.equal([{ card: 1 }, { card: 2 }]);
    expect(await findingsOf()).to.deep.equal([]);
  });

  it('are found by an audit where a prize was won beyond the codes that were announced', async () => {
    await ledger.growPool('a1', 'card', 1);
    const one = process();
    await won(one, 'ann');
    await won(one, 'bob');
    const entries = ledger.entries.bind(ledger);
    ledger.entries = async function* (...args) {
      for await (const batch of entries(...args)) {
        yield batch.map((entry) =>
          entry.kind === 'draw' && entry.uid === 'bob' ? { ...entry, prizeId: 'card', unit: 2 } : entry,
        );
      }
    };
    expect((await findingsOf()).map(({ code }) => code)).to.include('prize');
  });

  it('announce no codes where no prize needs any', async () => {
    data = file({ delivery: { by: 'hand' } });
    await ledger.growPool('a1', 'card', 1);
    expect(await won(process(), 'ann')).to.equal('card');
    expect(await won(process(), 'bob')).to.equal('card');
    expect(await setsOf()).to.deep.equal([undefined]);
  });

  it('are explained by the codes', () => {
    const { details, startsAt, endsAt } = activityOf(file()) as Activity<DrawDetails>;
    const stateWith = (card: number, awarded: number) => {
      const bound = { details: withCodes(details, { card }), startsAt, endsAt };
      const book = { awarded: new Map([['card', awarded]]), spent: 0 };
      const steps = explainDraw(bound, 'ann', NO_DRAWS, book, NOW);
      return steps.find(({ check }) => check === 'prize')?.reason;
    };
    expect(stateWith(0, 0)).to.include({ won: null, state: 'no_code' });
    expect(stateWith(2, 1)).to.include({ won: 'card', state: 'available', limit: 2 });
    expect(stateWith(2, 2)).to.include({ won: null, state: 'no_code', limit: 2 });
  });

  it('never win more than is loaded, however sizes grow and draws come', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ grow: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ draws: fc.integer({ min: 1, max: 4 }), process: fc.nat(2) }),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        ledger = new MemoryDrawLedger();
        const processes = [process(), process(), process()];
        let [size, user] = [0, 0];
        for (const step of all) {
          if ('grow' in step) {
            size += step.grow;
            await ledger.growPool('a1', 'card', size);
            continue;
          }
          const uids = Array.from({ length: step.draws }, () => `u${user++}`);
          await Promise.all(
            uids.map((uid) => won(processes[step.process] as ReturnType<typeof process>, uid)),
          );
          const { counts } = await ledger.awarded('a1');
          expect(counts.card ?? 0).to.be.at.most(size);
        }
        expect(await findingsOf()).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
  });
});
