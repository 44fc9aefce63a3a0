import { expect } from 'chai';
import type { CommandParts } from '../../../../src/adapters/cli/command.ts';
import { auditCommand } from '../../../../src/adapters/cli/commands/audit-command.ts';
import type { ReleaseTasks } from '../../../../src/adapters/cli/release-parts.ts';
import { fileWith, richRules } from '../../../support/audited-history.ts';
import { runWith } from '../../../support/command-run.ts';
import { ReleasedHistory } from '../../../support/released-history.ts';

async function drawnHistory(): Promise<ReleasedHistory> {
  const history = new ReleasedHistory();
  history.publish(fileWith(richRules));
  history.now += 60_000;
  await history.draw(1);
  return history;
}

function tasksOf(history: ReleasedHistory, isEmpty = false): ReleaseTasks {
  const tasks = { queries: history, read: history.read, isEmpty: async () => isEmpty };
  return tasks as unknown as ReleaseTasks;
}

describe('the command audit', () => {
  async function audited(history: ReleasedHistory, releases: () => Promise<ReleaseTasks | null>) {
    const { ledger } = history;
    const parts = {
      ledger: async () => ({ drawLog: ledger, accounts: ledger, pools: ledger }),
      releases,
    } as unknown as Partial<CommandParts>;
    const { code, stdout } = await runWith(auditCommand, parts, [undefined], { json: true });
    const [report] = JSON.parse(stdout).activities;
    return {
      code,
      releases: report.releases,
      codes: report.findings.map((each: { code: string }) => each.code),
    };
  }

  it('compares draws with the releases of the record store', async () => {
    const history = await drawnHistory();
    expect(await audited(history, async () => tasksOf(history))).to.deep.equal({
      ...{ code: 0, releases: { kind: 'compared' }, codes: [] },
    });
    history.releases.clear();
    expect(await audited(history, async () => tasksOf(history))).to.deep.equal({
      ...{ code: 1, releases: { kind: 'compared' }, codes: ['release_missing'] },
    });
  });

  it('notes that it did not where there is none, none was published, or it is away', async () => {
    const history = await drawnHistory();
    const noted = async (releases: () => Promise<ReleaseTasks | null>) => {
      const report = await audited(history, releases);
      expect(report).to.deep.include({ code: 0, codes: [] });
      return report.releases;
    };
    const note = { kind: 'not_compared', reason: '' };
    expect(await noted(async () => null)).to.deep.equal({ ...note, unknown: 'no_store' });
    expect(await noted(async () => tasksOf(history, true))).to.deep.equal({
      ...note,
      unknown: 'no_releases',
    });
    expect(await noted(() => Promise.reject(new Error('gone')))).to.deep.equal({
      ...{ ...note, unknown: 'away', reason: 'gone' },
    });
  });
});
