import { createHash } from 'node:crypto';
import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import {
  memoryRateLimiter,
  unlimited,
} from '../../../src/adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { audit } from '../../../src/application/analysis/audit/audit.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { ServedReleases } from '../../../src/domain/releases/served-releases.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { RateLimiter } from '../../../src/domain/visitors/rate-limiter.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { type DrawProcess, drawProcess } from '../../support/draw-process.ts';
import { lostAndAccepted } from '../../support/lost-ledger.ts';

const noon = Date.parse('2026-11-11T12:00:00+08:00');
const HOUR = 3_600_000;
const base = {
  dispatch: 'shake',
  is_login_user: true,
  ends_at: '2026-11-12T12:00:00+08:00',
  prizes: [{ id: 'car', name: '汽车' }],
};
const sure = (rules: object = {}) => ({ ...base, rules: { prizes: { car: { odds: '1/1' } }, ...rules } });

describe('the draw service', () => {
  let ledger: MemoryDrawLedger;
  let now: number;
  let file: object;
  let requests = 0;
  let rateLimiter: RateLimiter;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    now = noon;
    file = sure();
    rateLimiter = unlimited;
  });
  afterEach(() => sinon.restore());

  /** A service as one process has it; several share the ledger and the file, each with a clock of its own. */
  function service(clockAheadMs = 0): DrawProcess {
    const clock = { now: () => now + clockAheadMs };
    let read = { file: {}, configs: new MemoryConfigRepository({}, kindReadings) };
    const current = () => {
      if (read.file !== file)
        read = { file, configs: new MemoryConfigRepository({ a1: file }, kindReadings) };
      return read.configs;
    };
    const releases: ServedReleases = { served: (id) => current().served(id) };
    const sessions = demoSessions();
    const gate = new ActivityGate({ releases, sessions, clock });
    return drawProcess({ ledger, gate, clock, rateLimiter });
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function draw(from: DrawProcess, uid = 'ann', requestId = `request-${requests++}`): Promise<any> {
    const visit = { activityId: 'a1', token: `demo-${uid}`, cookieToken: undefined, dispatch: 'shake' };
    const { result } = await from.draws.draw(visit, requestId);
    return result.kind === 'served' ? { ...result.data, won: result.data.prize !== null } : result.kind;
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function fairness(from: DrawProcess): Promise<any> {
    const result = await from.fairness.fairness('a1', 'shake');
    return result.kind === 'served' ? result.data : result.kind;
  }

  it('gives a draw again whose answer was lost, also when the activity has ended since', async () => {
    const settle = ledger.commit.bind(ledger);
    const lossy = sinon.stub(ledger, 'commit').callsFake(async (order) => {
      await settle(order);
      throw new DependencyError('draw ledger', 'the reply was lost');
    });
    const fault = await draw(service(), 'ann', 'lost-request').catch((error: Error) => error);
    lossy.restore();
    expect(fault).to.be.instanceOf(DependencyError);
    now += 48 * HOUR;
    const again = await draw(service(), 'ann', 'lost-request');
    expect(again).to.deep.include({ drawNo: 1, won: true, replayed: true });
    expect(await draw(service(), 'ann', 'new-request')).to.equal('ended');
    expect((await ledger.book('a1')).logs).to.deep.equal([{ log: 'root', seq: 2 }]);
  });

  it('announces its rules again after a store that has lost them', async () => {
    const drawing = service();
    await draw(drawing);
    const fresh = lostAndAccepted(ledger);
    expect(await draw(drawing)).to.deep.include({ drawNo: 1 });
    expect((await audit(fresh, 'a1')).findings).to.deep.equal([]);
  });

  it('spends nothing when the ledger is away', async () => {
    const settle = sinon.stub(ledger, 'commit').rejects(new DependencyError('draw ledger', 'away'));
    const failing = service();
    expect(await draw(failing).catch((error: Error) => error.message)).to.equal('draw ledger: away');
    settle.restore();
    expect(await draw(failing)).to.deep.include({ drawNo: 1 });
  });

  it('refuses a user who draws too often, and no other user', async () => {
    rateLimiter = memoryRateLimiter({ uses: 2, windowSeconds: 60 });
    const process = service();
    const won = await draw(process, 'ann', 'request-1');
    await draw(process, 'ann', 'request-2');
    expect(await draw(process, 'ann', 'request-3')).to.equal('too_many_draws');
    expect(await draw(process, 'ann', 'request-1'), 'asking again counts too').to.equal('too_many_draws');
    expect((await draw(process, 'bob')).won).to.equal(true);

    rateLimiter = unlimited;
    const later = service();
    expect(await draw(later, 'ann', 'request-1'), 'nothing is lost').to.deep.include({
      drawId: won.drawId,
      replayed: true,
    });
    expect(await draw(later, 'ann', 'request-3'), 'nothing was spent').to.deep.include({ drawNo: 3 });
  });

  it('decides again when the user drew elsewhere in between', async () => {
    file = sure({ chances: { total: 5 } });
    const [one, other] = [service(), service()];
    const drawn = await Promise.all(Array.from({ length: 8 }, (_, index) => draw(index % 2 ? one : other)));
    expect(drawn.filter((each) => each === 'no_chance')).to.have.length(3);
    const numbers = drawn.filter((each) => each !== 'no_chance').map(({ drawNo }) => drawNo);
    expect(numbers.sort()).to.deep.equal([1, 2, 3, 4, 5]);
    expect((await audit(ledger, 'a1')).findings).to.deep.equal([]);
  });

  it('goes by the stock of the moment: raised it restocks at once, lowered it only stops', async () => {
    const drawing = service();
    const won: boolean[] = [];
    for (const stock of [1, 1, 2, 0, 3]) {
      file = sure({ prizes: { car: { odds: '1/1', stock } } });
      won.push((await draw(drawing)).won);
    }
    expect(won).to.deep.equal([true, false, true, false, true]);
    const { findings, wins } = await audit(ledger, 'a1');
    expect(findings).to.deep.equal([]);
    expect(wins).to.equal(3);
    // The second file is the same as the first.
    expect((await ledger.book('a1')).rules).to.have.length(4);
  });

  it('gives new chances at midnight of the activity’s time zone', async () => {
    file = sure({ chances: { per_day: 1 } });
    const drawing = service();
    now = Date.parse('2026-11-11T23:59:59.999+08:00');
    expect((await draw(drawing)).userDrawInfo).to.deep.include({ chancesLeft: 0, drawnToday: 1 });
    expect(await draw(drawing)).to.equal('no_chance');
    now += 1;
    expect((await draw(drawing)).userDrawInfo).to.deep.include({
      chancesLeft: 0,
      drawnToday: 1,
      drawnTotal: 2,
    });
  });

  for (const skewMs of [50, 200, 2000]) {
    it(`gives no chance more at midnight to a user of two machines whose clocks differ by ${skewMs} ms`, async () => {
      file = sure({ chances: { per_day: 3 } });
      const midnight = Date.parse('2026-11-12T00:00:00+08:00');
      const machines = [service(), service(skewMs)];
      const stepMs = skewMs / 20;
      let made = 0;
      for (now = midnight - 2 * skewMs; now < midnight + skewMs; now += stepMs) {
        for (const machine of machines) if ((await draw(machine)) !== 'no_chance') made++;
      }
      expect(made).to.equal(6);
      expect((await audit(ledger, 'a1')).findings).to.deep.equal([]);
    });
  }

  it('gives no chance more to a user of two machines whose releases differ in the time zone', async () => {
    const zoned = (timezone: string) => sure({ timezone, chances: { per_day: 3 } });
    const drawing = service();
    let made = 0;
    for (let round = 0; round < 10; round++) {
      for (const timezone of ['Asia/Shanghai', 'America/Los_Angeles']) {
        file = zoned(timezone);
        if ((await draw(drawing)) !== 'no_chance') made++;
      }
    }
    expect(made).to.equal(3);
    expect((await audit(ledger, 'a1')).findings).to.deep.equal([]);
  });

  it('gives a user whose draws were made by a clock days ahead the chances of that one day until then', async () => {
    file = { ...sure({ chances: { per_day: 2 } }), ends_at: '2026-11-30T00:00:00+08:00' };
    const drawing = service();
    await draw(service(72 * HOUR));
    expect((await draw(drawing)).userDrawInfo).to.deep.include({ drawnToday: 2, chancesLeft: 0 });
    for (const days of [0, 1, 2]) {
      now = noon + days * 24 * HOUR;
      expect(await draw(drawing)).to.equal('no_chance');
    }
    now = Date.parse('2026-11-15T00:00:00+08:00');
    expect((await draw(drawing)).userDrawInfo).to.deep.include({ drawnToday: 1, chancesLeft: 1 });
  });

  it('lets a blocked user draw like others, and win nothing', async () => {
    file = sure({ blocked_users: ['mallory'], fallback: 'car' });
    const blocked = await draw(service(), 'mallory');
    const luckless = { drawNo: 1, won: false, replayed: false, prize: null };
    expect(blocked).to.deep.include(luckless);
    expect(Object.keys(blocked)).to.deep.equal(Object.keys(await draw(service(), 'ann')));
  });

  it('commits to a seed before the first draw, reveals it after the end, and uses a new one when reopened', async () => {
    const [drawing, other] = [service(), service()];
    const before = await fairness(drawing);
    expect(before).to.include({ seed: null, revealedAt: null });
    await draw(drawing);
    expect((await fairness(other)).commitment).to.equal(before.commitment);

    now += 24 * HOUR;
    expect((await fairness(other)).seed, 'within the grace').to.equal(null);
    now += 60_000;
    const revealed = await fairness(other);
    expect(createHash('sha256').update(Buffer.from(revealed.seed, 'hex')).digest('hex')).to.equal(
      before.commitment,
    );
    expect(revealed.revealedAt).to.equal('2026-11-12T12:01:00+08:00');

    file = { ...sure(), ends_at: '2026-12-12T12:00:00+08:00' };
    // This process still remembers the seed that the other has revealed.
    expect((await draw(drawing)).drawNo).to.equal(2);
    const next = await fairness(drawing);
    expect(next.commitment).not.to.equal(before.commitment);
    expect(next.seed).to.equal(null);
    expect((await audit(ledger, 'a1')).findings).to.deep.equal([]);
  });

  it('keeps a prize that was taken out of the file', async () => {
    const drawing = service();
    await draw(drawing, 'ann', 'the-request');
    file = { ...base, prizes: [], rules: {} };
    expect((await draw(drawing, 'ann', 'the-request')).prize).to.deep.equal({
      id: 'car',
      name: 'car',
      image: null,
    });
  });
});
