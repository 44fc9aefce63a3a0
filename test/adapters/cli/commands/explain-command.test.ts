import { expect } from 'chai';
import type { CommandParts } from '../../../../src/adapters/cli/command.ts';
import { explainCommand } from '../../../../src/adapters/cli/commands/explain-command.ts';
import type { ReleaseTasks } from '../../../../src/adapters/cli/release-parts.ts';
import { MemoryConfigRepository } from '../../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../../src/adapters/memory/memory-draw-ledger.ts';
import { kindReadings, kinds } from '../../../../src/application/kinds/kinds.ts';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import type { Serving } from '../../../../src/domain/releases/serving.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { runWith } from '../../../support/command-run.ts';

const fileWith = (total: number) => ({
  dispatch: 'shake',
  is_login_user: true,
  rules: { chances: { total } },
});

/** The folder has a draft of three chances; release `n` has `n` chances. */
function partsWith(serving: Serving | null, more: Partial<CommandParts> = {}, isEmpty = false) {
  const ledger = new MemoryDrawLedger();
  const queries = {
    state: async () => ({ version: 1, serving, release: null, candidate: null, lastNo: 9 }),
    release: async (activityId: string, no: number) => ({
      ...contentOf(JSON.stringify(fileWith(no)), {}),
      ...{ activityId, no, at: 1, author: 'ann', note: '' },
    }),
  };
  const releases = {
    queries,
    isEmpty: async () => isEmpty,
    read: ({ no, text }: { no: number; text: string }) => ({
      ok: true,
      activity: { ...activityOf(JSON.parse(text), 'a1'), release: { no, pictures: {} } },
    }),
  };
  const parts = {
    ...{ kinds, clock: { now: () => 1000 }, activitiesFolder: '/activities' },
    activities: async () => ({ configs: new MemoryConfigRepository({ a1: fileWith(3) }, kindReadings) }),
    hasActivityFolder: async () => true,
    ledgerIfAny: async () => ({ drawLog: ledger, accounts: ledger, pools: ledger }),
    releases: async () => releases as unknown as ReleaseTasks,
    access: async () => ({
      blocked: async () => null,
      namespaces: async () => ({ fixed: null, own: 'demo' }),
    }),
    ...more,
  };
  return parts as unknown as Partial<CommandParts>;
}

const SERVING: Serving = {
  ...{ no: 5, candidate: null, isPaused: false, isRemoved: false, managedBy: 'files', draft: null },
};

describe('the command explain', () => {
  async function explained(parts: Partial<CommandParts>, options: { uid?: string; draft?: boolean } = {}) {
    const wanted = { uid: 'ann', json: true, ...options };
    const { code, stdout, stderr } = await runWith(explainCommand, parts, ['a1'], wanted);
    const { source, release, draw, steps } = JSON.parse(stdout);
    const chances = steps.find((step: { check: string }) => step.check === 'chances')?.why;
    return { code, stderr, source, release, draw, left: /(\d+) left/.exec(chances ?? '')?.[1] };
  }

  it('explains the release that is served, and with --draft the file', async () => {
    const parts = partsWith(SERVING);
    expect(await explained(parts)).to.include({ source: 'published', release: 5, left: '5', stderr: '' });
    expect(await explained(parts, { draft: true })).to.include({ source: 'draft', release: null, left: '3' });
  });

  it('explains the candidate to those who get it', async () => {
    const audience = { kind: 'users', uids: ['bob'] } as const;
    const parts = partsWith({ ...SERVING, candidate: { no: 7, audience, besideNo: 5 } });
    expect(await explained(parts, { uid: 'bob' })).to.include({ release: 7, left: '7' });
    expect(await explained(parts)).to.include({ release: 5, left: '5' });
  });

  it('ends with 1 while the activity is paused', async () => {
    expect(await explained(partsWith({ ...SERVING, isPaused: true }))).to.include({
      ...{ code: 1, release: 5, draw: 'paused' },
    });
  });

  it('says that a draft is there where visitors get nothing', async () => {
    const { code, stderr, draw } = await explained(partsWith(null));
    expect([code, draw]).to.deep.equal([1, 'no_such_activity']);
    expect(stderr).to.include('--draft');
    const bare = await explained(partsWith(null, { hasActivityFolder: async () => false }));
    expect(bare.stderr).to.equal('');
  });

  it('explains the file where nothing was ever published, and says so where that cannot be known', async () => {
    const draft = { source: 'draft', left: '3' };
    expect(await explained(partsWith(null, {}, true))).to.include({ ...draft, stderr: '' });
    expect(await explained(partsWith(null, { releases: async () => null }))).to.include(draft);
    const away = await explained(partsWith(SERVING, { releases: () => Promise.reject(new Error('gone')) }));
    expect(away).to.include(draft);
    expect(away.stderr).to.include('(gone)').and.include('explains the file');
  });
});
