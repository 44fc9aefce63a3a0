import { expect } from 'chai';
import { acceptCommand } from '../../../../src/adapters/cli/commands/accept-command.ts';
import type { LedgerLoss, LedgerRecovery } from '../../../../src/domain/draws/ledger-recovery.ts';
import { runWith } from '../../../support/command-run.ts';

const NOW = 1000;

/** A record that is halted until its loss is accepted. */
class HaltedLedger implements LedgerRecovery {
  losses: readonly LedgerLoss[] | null;
  readonly acceptedAt: number[] = [];

  constructor(...losses: readonly LedgerLoss[]) {
    this.losses = losses;
  }

  async lost() {
    return this.losses;
  }

  async accept(_activityId: string, at: number) {
    const { losses } = this;
    this.losses = null;
    if (losses) this.acceptedAt.push(at);
    return losses;
  }
}

describe('the command accept', () => {
  const accept = (
    recovery: LedgerRecovery | null,
    options: { yes?: boolean; json?: boolean } = {},
    language: 'en' | 'zh' = 'en',
  ) =>
    runWith(
      acceptCommand,
      { clock: { now: () => NOW }, recovery: async () => recovery },
      ['1055'],
      options,
      language,
    );

  it('shows what is lost, and changes nothing without --yes', async () => {
    const ledger = new HaltedLedger({ log: 'root', lostFrom: 101, lostTo: 117 });
    const { code, stdout, stderr } = await accept(ledger);
    expect(code).to.equal(1);
    expect(stdout).to.include('entries 101 to 117').and.include('17 at least').and.include('restore it now');
    expect(stderr).to.include('--yes');
    expect(ledger.acceptedAt).to.deep.equal([]);
    const json = JSON.parse((await accept(ledger, { json: true })).stdout);
    expect(json).to.deep.equal({
      activityId: '1055',
      losses: [{ log: 'root', lostFrom: 101, lostTo: 117 }],
      accepted: false,
    });
  });

  it('accepts it with --yes, once', async () => {
    const ledger = new HaltedLedger({ log: 'root', lostFrom: 101, lostTo: 117 });
    const { code, stdout } = await accept(ledger, { yes: true });
    expect(code).to.equal(0);
    expect(stdout).to.include('the loss is accepted');
    expect(ledger.acceptedAt).to.deep.equal([NOW]);
    const again = await accept(ledger, { yes: true });
    expect(again).to.deep.equal({
      code: 0,
      stdout: 'activity 1055: no process has found that its record went back; nothing was changed\n',
      stderr: '',
    });
  });

  it('shows what each log of an activity over segments has lost', async () => {
    const ledger = new HaltedLedger(
      { log: 'root', lostFrom: 8, lostTo: 7 },
      { log: '3', lostFrom: 101, lostTo: 117 },
      { log: '5', lostFrom: 1, lostTo: 1 },
    );
    const { stdout } = await accept(ledger);
    expect(stdout).to.include('entries 101 to 117 of the log of segment 3').and.not.include('a seed');
    expect(stdout).to.include('entries 1 to 1 of the log of segment 5');
    expect((await accept(ledger, {}, 'zh')).stdout).to.include('分段 3 的日志第 101 至 117 条');
  });

  it('accepts the loss of a seed alone', async () => {
    const ledger = new HaltedLedger({ log: 'root', lostFrom: 8, lostTo: 7 });
    const { stdout } = await accept(ledger, { yes: true });
    expect(stdout).to.include('a seed').and.include('the loss is accepted').and.not.include('8');
  });

  it('has nothing to do with a SQLite file', async () => {
    const { code, stdout, stderr } = await accept(null, { yes: true, json: true });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ activityId: '1055', losses: null, accepted: false });
    expect(stderr).to.include('SQLite');
  });

  it('speaks Chinese', async () => {
    const ledger = new HaltedLedger({ log: 'root', lostFrom: 101, lostTo: 117 });
    const { stdout, stderr } = await accept(ledger, {}, 'zh');
    expect(`${stdout}${stderr}`)
      .to.match(/第 101 至 117 条/)
      .and.not.match(/[a-z]{2,} [a-z]{2,}/);
  });

  it('is wrong usage with what is no id of an activity', async () => {
    const { code } = await runWith(acceptCommand, {}, ['a b'], {});
    expect(code).to.equal(2);
  });
});
