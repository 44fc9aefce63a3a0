import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { headAfter, NO_HEAD } from '../../../src/application/draws/rules-head.ts';
import { rulesHash, rulesTextOf } from '../../../src/application/draws/rules-text.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { activityOf } from '../../support/activity-of.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { type DrawProcess, drawProcess } from '../../support/draw-process.ts';

const END = Date.parse('2026-11-12T12:00:00+08:00');
const fileOf = (prizes: readonly string[], rules: object = {}) => ({
  dispatch: 'shake',
  is_login_user: true,
  ends_at: '2026-11-12T12:00:00+08:00',
  prizes: prizes.map((id) => ({ id, name: id })),
  rules: { prizes: Object.fromEntries(prizes.map((id) => [id, { odds: '1/10' }])), ...rules },
});

describe('fairness', () => {
  let ledger: MemoryDrawLedger;
  let now: number;
  let file: object | null;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    now = END - 3_600_000;
    file = fileOf(['phone']);
  });

  function service(clockAheadMs = 0): DrawProcess {
    const clock = { now: () => now + clockAheadMs };
    let read: { file: object | null; configs: MemoryConfigRepository } | null = null;
    const current = () => {
      if (read?.file !== file) {
        read = { file, configs: new MemoryConfigRepository(file ? { a1: file } : {}, kindReadings) };
      }
      return (read as NonNullable<typeof read>).configs;
    };
    const releases = { served: (id: string) => current().served(id) };
    const sessions = demoSessions();
    return drawProcess({ ledger, gate: new ActivityGate({ releases, sessions, clock }), clock });
  }

  const draw = async (process: DrawProcess, uid: string) => {
    const visit = { activityId: 'a1', token: `demo-${uid}`, cookieToken: undefined, dispatch: 'shake' };
    return (await process.draws.draw(visit, `request-${uid}`)).result.kind;
  };
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function fairness(from: DrawProcess, dispatch = 'shake'): Promise<any> {
    const result = await from.fairness.fairness('a1', dispatch);
    return result.kind === 'served' ? result.data : result.kind;
  }

  it('lists every set of rules that draws were made under, in a chain that the answer alone can be checked by', async () => {
    const process = service();
    now += 7;
    await draw(process, 'ann');
    file = fileOf(['filler', 'phone']);
    now += 1000;
    await draw(process, 'friend');
    file = fileOf(['phone']);
    now += 1000;
    await draw(process, 'bob');
    const { rules, rulesHead, seed } = await fairness(process);
    expect(seed).to.equal(null);
    expect(
      rules.map(({ no, at, text }: { no: number; at: string; text: null }) => [no, at, text]),
    ).to.deep.equal([
      [1, '2026-11-12T11:00:00.007+08:00', null],
      [2, '2026-11-12T11:00:01.007+08:00', null],
    ]);
    let head = NO_HEAD;
    for (const [index, { no, hash, at, release }] of rules.entries()) {
      head = headAfter(head, { no, hash, at: Date.parse(at), release });
      expect(rules[index].head).to.equal(head);
    }
    expect(rulesHead).to.equal(head);
  });

  it('shows the texts and the seeds a minute after the end, and not what is sealed', async () => {
    file = fileOf(['phone'], { blocked_users: ['mallory'] });
    const process = service();
    await draw(process, 'ann');
    now = END + 59_999;
    expect(await fairness(process)).to.deep.include({ seed: null, revealedAt: null });
    now = END + 60_000 + 1000;
    const { rules, seeds, commitment } = await fairness(process);
    const [{ text, hash }] = rules;
    expect(createHash('sha256').update(text).digest('hex')).to.equal(hash);
    expect(text).to.contain('phone').and.not.to.contain('mallory');
    expect(seeds).to.have.length(1);
    expect(createHash('sha256').update(Buffer.from(seeds[0].seed, 'hex')).digest('hex')).to.equal(commitment);
  });

  it('chains the rules of a ledger from before there was a chain, and shows no text that names blocked users', async () => {
    file = fileOf(['phone']);
    const { text, sealed } = rulesTextOf(activityOf(file), '00');
    const blocked = JSON.stringify(fileOf(['phone'], { blocked_users: ['mallory'] }));
    const old = { sealed, salt: '', at: now - 5000, release: null, head: NO_HEAD };
    await ledger.announce('a1', { ...old, no: 1, hash: rulesHash({ text: blocked }), text: blocked });
    await ledger.announce('a1', { ...old, no: 2, hash: rulesHash({ text }), text });
    const process = service();
    await ledger.seed('a1', 'ab'.repeat(32), 'secret');
    expect((await fairness(process)).rulesHead).to.equal(null);
    await draw(process, 'ann');
    now = END + 60_000;
    const { rules, rulesHead } = await fairness(process);
    const link = { no: 3, hash: rulesHash({ text }), at: END - 3_600_000, release: null };
    expect(rulesHead).to.equal(headAfter(NO_HEAD, link));
    expect(rules.map((set: { text: string | null }) => set.text)).to.deep.equal([null, null, text]);
  });

  it('shows texts up to a limit, and any of them by its number', async () => {
    const process = service();
    for (let edit = 0; edit < 5; edit++) {
      const rules = { prizes: { phone: { odds: '1/10', stock: edit } } };
      const prizes = [{ id: 'phone', name: 'phone', claim: 'x'.repeat(80_000) }];
      file = { ...fileOf(['phone'], rules), prizes };
      await draw(process, `user-${edit}`);
    }
    now = END + 61_000;
    const { rules } = await fairness(process);
    const textsOf = (sets: { text: string | null }[]) => sets.map(({ text }) => text !== null);
    expect(textsOf(rules)).to.deep.equal([true, true, true, false, false]);
    const one = await process.fairness.fairness('a1', 'shake', 5);
    if (one.kind !== 'served') throw new Error(one.kind);
    expect(one.data.rules.map(({ text }) => text !== null)).to.deep.equal([false, false, false, false, true]);
  });

  it('is there after the folder is gone', async () => {
    await draw(service(), 'ann');
    const before = await fairness(service());
    file = null;
    const during = await fairness(service());
    expect(during).to.deep.equal(before);
    expect(await fairness(service(), 'sku')).to.equal('no_such_activity');
    now = END + 60_000;
    const after = await fairness(service());
    expect(after.commitment).to.equal(before.commitment);
    expect(after.seed).to.match(/^[0-9a-f]{64}$/);
    expect(after.rules[0].text).to.contain('phone');
  });

  it('knows no activity that never was', async () => {
    file = null;
    expect(await fairness(service())).to.equal('no_such_activity');
  });

  for (const skewMs of [50, 300, 2000, 30_000]) {
    it(`keeps its one seed around the end, on two machines whose clocks differ by ${skewMs} ms`, async () => {
      const machines = [service(), service(skewMs)];
      let serial = 0;
      for (now = END - 3 * skewMs; now < END + skewMs; now += skewMs / 10) {
        for (const machine of machines) {
          await draw(machine, `user-${serial++}`);
          expect((await fairness(machine)).seed).to.equal(null);
        }
      }
      expect(await ledger.seeds('a1')).to.have.length(1);
    });
  }

  it('lists every seed of an activity that was reopened', async () => {
    const process = service();
    await draw(process, 'ann');
    now = END + 61_000;
    await fairness(process);
    file = { ...fileOf(['phone']), ends_at: '2026-12-12T12:00:00+08:00' };
    await draw(process, 'bob');
    now += 2000;
    const { seeds, seed } = await fairness(process);
    expect(seed).to.equal(null);
    expect(seeds.map(({ no }: { no: number }) => no)).to.deep.equal([1, 2]);
    expect(seeds[0].seed).to.match(/^[0-9a-f]{64}$/);
    expect(seeds[1].seed).to.equal(null);
  });

  it('reads the rules once for all who ask for different numbers at the same time', async () => {
    const process = service();
    await draw(process, 'ann');
    now = END + 61_000;
    let reads = 0;
    const rules = ledger.rules.bind(ledger);
    ledger.rules = (activityId) => {
      reads += 1;
      return rules(activityId);
    };
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    await Promise.all(numbers.map((no) => process.fairness.fairness('a1', 'shake', no)));
    expect(reads).to.equal(1);
  });
});
