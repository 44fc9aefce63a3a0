import { MemoryConfigRepository } from '../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityGate } from '../../src/application/admission/activity-gate.ts';
import { kindReadings } from '../../src/application/kinds/kinds.ts';
import type { RiskVerdict } from '../../src/domain/visitors/risk-assessor.ts';
import { demoSessions } from './demo-sessions.ts';
import { type DrawProcess, drawProcess } from './draw-process.ts';

export const STARTS_AT = Date.parse('2026-11-11T00:00:00+08:00');

export const richRules = {
  chances: {
    per_day: 3,
    total: 12,
    earn: { sign_in: { per_day: 1 }, share: { per_day: 2 }, invite: { each: 2, total: 3 } },
  },
  prizes: {
    car: { odds: '5%', stock: 3, per_user: 1, value: '30.00', unlock_after: 1 },
    coupon: { odds: '30%', per_user: 3, value: '1.50' },
    tea: { odds: '10%', stock: 8, release: [{ at: '2026-11-11T02:00:00+08:00', count: 8 }] },
  },
  fallback: 'sticker',
  guarantee: { after: 4, prize: 'coupon' },
  budget: '75.00',
  blocked_users: ['u3'],
};

export function fileWith(rules: object): object {
  return {
    dispatch: 'shake',
    is_login_user: true,
    starts_at: '2026-11-11T00:00:00+08:00',
    ends_at: '2026-11-15T00:00:00+08:00',
    prizes: ['car', 'coupon', 'tea', 'sticker'].map((id) => ({ id, name: id })),
    rules,
  };
}

/** An activity whose users draw and earn by the real services, on a ledger in memory. */
export class History {
  readonly ledger = new MemoryDrawLedger();
  now = STARTS_AT;
  file: object = fileWith(richRules);
  #serial = 0;
  #verdict: RiskVerdict = 'allow';
  #process: { readonly file: object; readonly process: DrawProcess } | null = null;

  /** @param verdict of the risk check */
  async draw(user: number, verdict: RiskVerdict = 'allow'): Promise<void> {
    this.#verdict = verdict;
    await this.#of().draws.draw(this.#visit(`u${user}`), `request-${this.#serial++}`);
  }

  async earn(user: number, source: 'sign_in' | 'share'): Promise<void> {
    await this.#of().chances.earn(this.#visit(`u${user}`), { source });
  }

  async follow(user: number, inviter: number): Promise<void> {
    const { result } = await this.#of().draws.prizes(this.#visit(`u${inviter}`));
    const from = result.kind === 'served' ? result.data.userDrawInfo.inviteCode : null;
    if (from) await this.#of().chances.earn(this.#visit(`u${user}`), { from });
  }

  /** Some of everything, always the same. @param changing whether the rules change meanwhile */
  async fill(changing = true): Promise<this> {
    for (let step = 0; step < 160; step++) {
      this.now += 15 * 60_000;
      const user = (step * 7) % 11;
      if (step % 9 === 0) await this.earn(user, 'sign_in');
      if (step % 13 === 0) {
        await this.earn(user, 'share');
        await this.earn(user, 'share');
      }
      if (step % 17 === 0) await this.follow(user, (user + 1) % 11);
      if (changing && step === 60) this.file = fileWith({ ...richRules, fallback: null });
      if (changing && step === 90) this.file = fileWith(richRules);
      await this.draw(user);
    }
    return this;
  }

  #visit(uid: string) {
    return { activityId: 'a1', token: `demo-${uid}`, cookieToken: undefined, dispatch: 'shake' };
  }

  /* A changed file is a new process, as it is for the accounts and numbers that it keeps. */
  #of(): DrawProcess {
    if (this.#process?.file === this.file) return this.#process.process;
    const clock = { now: () => this.now };
    const configs = new MemoryConfigRepository({ a1: this.file }, kindReadings);
    const sessions = demoSessions();
    const gate = new ActivityGate({ releases: configs, sessions, clock });
    const process = drawProcess({
      ...{ ledger: this.ledger, gate, clock },
      riskAssessor: { assess: async () => this.#verdict },
    });
    this.#process = { file: this.file, process };
    return process;
  }
}
