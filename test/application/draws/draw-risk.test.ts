import { expect } from 'chai';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { audit } from '../../../src/application/analysis/audit/audit.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { LogEntry } from '../../../src/domain/draws/draw-log.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { RiskQuestion, RiskVerdict } from '../../../src/domain/visitors/risk-assessor.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { type DrawProcess, drawProcess } from '../../support/draw-process.ts';

const noon = Date.parse('2026-11-11T12:00:00+08:00');
const file = {
  dispatch: 'shake',
  is_login_user: true,
  ends_at: '2026-11-12T12:00:00+08:00',
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { chances: { per_day: 3 }, prizes: { car: { odds: '1/1' } } },
};

describe('the risk check of a draw', () => {
  let ledger: MemoryDrawLedger;
  let now: number;
  let asked: RiskQuestion[];
  let verdict: (question: RiskQuestion) => RiskVerdict | Promise<RiskVerdict>;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    now = noon;
    asked = [];
    verdict = () => 'allow';
  });

  function service(): DrawProcess {
    const clock = { now: () => now };
    const releases = new MemoryConfigRepository({ a1: file }, kindReadings);
    const gate = new ActivityGate({ releases, sessions: demoSessions(), clock });
    const riskAssessor = {
      assess: async (question: RiskQuestion) => {
        asked.push(question);
        return verdict(question);
      },
    };
    return drawProcess({ ledger, gate, clock, riskAssessor });
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function draw(from: DrawProcess, requestId: string, proof?: string, uid = 'ann@1000'): Promise<any> {
    const origin = { requestId: 'r', trace: null, clientAddress: () => '192.0.2.7' };
    const visit = {
      activityId: 'a1',
      token: `demo-${uid}`,
      cookieToken: undefined,
      dispatch: 'shake',
      origin,
    };
    const { result } = await from.draws.draw(visit, requestId, proof);
    return result.kind === 'served' ? { ...result.data, won: result.data.prize !== null } : result.kind;
  }

  async function log(): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const batch of ledger.entries('a1', 'root', 0, 1000)) all.push(...batch);
    return all.filter(({ kind }) => kind === 'draw');
  }

  it('is asked who draws, from where, and with which proof', async () => {
    expect(await draw(service(), 'request-1', 'captcha-ticket')).to.include({ won: true });
    const [{ user, origin, ...question } = {} as RiskQuestion] = asked;
    expect(question).to.deep.equal({
      ...{ action: 'draw', activityId: 'a1', requestId: 'request-1', proof: 'captcha-ticket' },
    });
    expect(user).to.include({ uid: 'ann', zoneId: '1000' });
    expect(origin?.clientAddress()).to.equal('192.0.2.7');
    expect((await log())[0]).not.to.have.property('denied');
  });

  it('denies: the draw spends a chance, wins nothing, and is marked in the log', async () => {
    verdict = () => 'deny';
    const from = service();
    const denied = await draw(from, 'request-1');
    expect(denied).to.include({ won: false, drawNo: 1, replayed: false });
    expect(denied.userDrawInfo).to.include({ chancesLeft: 2 });
    expect((await log())[0]).to.include({ prizeId: null, denied: true });
    verdict = () => 'allow';
    expect(await draw(from, 'request-2')).to.include({ won: true, drawNo: 2 });
    const report = await audit(ledger, 'a1');
    expect(report.findings).to.deep.equal([]);
    expect(report).to.include({ draws: 2, wins: 1, denied: 1 });
    expect(report.deniedDraws[0]).to.include({ uid: 'ann', drawId: denied.drawId });
  });

  it('is not asked about a draw that is recorded, by this process or another, also when it was denied', async () => {
    verdict = () => 'deny';
    const from = service();
    const first = await draw(from, 'request-1');
    verdict = () => 'allow';
    for (const each of [from, service()]) {
      const again = await draw(each, 'request-1');
      expect(again).to.include({ replayed: true, won: false, drawId: first.drawId });
    }
    expect(asked).to.have.length(1);
  });

  it('is not asked for a user without a chance, nor outside the window', async () => {
    const from = service();
    for (const no of [1, 2, 3]) await draw(from, `request-${no}`);
    expect(await draw(from, 'request-4')).to.equal('no_chance');
    now = noon + 2 * 86_400_000;
    expect(await draw(from, 'request-5')).to.equal('ended');
    expect(asked).to.have.length(3);
  });

  it('is asked once where the account changes meanwhile, and keeps its verdict', async () => {
    const other = service();
    verdict = async ({ requestId }) => {
      if (requestId !== 'request-1') return 'allow';
      await draw(other, 'request-2');
      return 'deny';
    };
    expect(await draw(service(), 'request-1')).to.include({ won: false, drawNo: 2 });
    expect(asked.map(({ requestId }) => requestId)).to.deep.equal(['request-1', 'request-2']);
    expect((await audit(ledger, 'a1')).findings).to.deep.equal([]);
  });

  it('wants proof: nothing is spent, and the same request goes on with it', async () => {
    verdict = ({ proof }) => (proof === 'right' ? 'allow' : 'challenge');
    const from = service();
    expect(await draw(from, 'request-1')).to.equal('proof_needed');
    expect(await draw(from, 'request-1', 'wrong')).to.equal('proof_needed');
    expect(await log()).to.deep.equal([]);
    const drawn = await draw(from, 'request-1', 'right');
    expect(drawn).to.include({ won: true, replayed: false, drawNo: 1 });
    expect(drawn.userDrawInfo).to.include({ chancesLeft: 2 });
    expect(await draw(from, 'request-1')).to.include({ replayed: true });
    expect(asked).to.have.length(3);
  });

  it('spends nothing when it is away and that counts', async () => {
    verdict = () => Promise.reject(new DependencyError('risk check', 'away'));
    const from = service();
    const error = await draw(from, 'request-1').catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DependencyError);
    expect(await log()).to.deep.equal([]);
    verdict = () => 'allow';
    expect(await draw(from, 'request-1')).to.include({ drawNo: 1, replayed: false });
  });
});
