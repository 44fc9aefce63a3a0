import { expect } from 'chai';
import fc from 'fast-check';
import { audit } from '../../../../src/application/analysis/audit/audit.ts';
import type {
  KnownReleases,
  UnknownReleases,
} from '../../../../src/application/analysis/audit/known-releases.ts';
import type { WholeRelease } from '../../../../src/domain/releases/release.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { fileWith, richRules } from '../../../support/audited-history.ts';
import { contentFor, ReleasedHistory } from '../../../support/released-history.ts';

const MINUTE = 60_000;
const fileOf = (no: number) => fileWith({ ...richRules, budget: `${50 + no}.00` });

const reportOf = (history: ReleasedHistory, releases: KnownReleases | UnknownReleases = history) =>
  audit(history.ledger, 'a1', () => {}, releases);

const found = async (history: ReleasedHistory, releases?: KnownReleases | UnknownReleases) =>
  (await reportOf(history, releases)).findings.map(
    ({ code, params }): Record<string, string | number> => ({ code, ...params }),
  );

/** Two releases, a few draws under each. */
async function twoReleases(): Promise<ReleasedHistory> {
  const history = new ReleasedHistory();
  for (const no of [1, 2]) {
    history.publish(fileOf(no));
    history.now += MINUTE;
    for (let user = 0; user < 5; user++) await history.draw(user);
  }
  return history;
}

/** The releases of a history, of which some are otherwise. */
function changed(
  history: ReleasedHistory,
  how: (release: WholeRelease) => WholeRelease | undefined,
): KnownReleases {
  return {
    history: (id, page) => history.history(id, page),
    release: async (id, no) => {
      const release = await history.release(id, no);
      return release && how(release);
    },
    read: history.read,
  };
}

describe('an audit of draws and their releases', () => {
  it('finds nothing where all was published, rolled out, paused and drawn by the program, by clocks that differ', async () => {
    const step = fc.record({
      act: fc.constantFrom(
        ...(['draw', 'draw', 'draw', 'draw', 'draw', 'publish', 'roll_out', 'widen', 'zones'] as const),
        ...(['promote', 'abort', 'roll_back', 'pause', 'resume', 'remove'] as const),
      ),
      user: fc.nat(9),
      place: fc.nat(2),
      ms: fc.constantFrom(0, 1, 200, 700, 800, 1500, 30_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const history = new ReleasedHistory({ skewMs: 300, lagMs: 600 }, { skewMs: -300, lagMs: 500 }, {});
        let no = 1;
        const content = () => contentFor(fileOf(++no));
        const candidate = { kind: 'roll_out', by: 'files', isDraft: true } as const;
        history.publish(fileOf(1));
        for (const { act, user, place, ms } of steps) {
          history.now += ms;
          if (act === 'draw') await history.draw(user, place);
          else if (act === 'publish') history.publish(fileOf(++no));
          else if (act === 'roll_back') history.order({ kind: act, content: contentFor(fileOf(1)) });
          else if (act === 'remove') history.order({ kind: act, by: 'files' });
          else if (act === 'roll_out') {
            history.order({ ...candidate, content: content(), audience: { kind: 'percent', percent: 40 } });
          } else if (act === 'zones') {
            history.order({ ...candidate, content: content(), audience: { kind: 'zones', zones: ['7'] } });
          } else if (act === 'widen') {
            const audience = { kind: 'users', uids: [`u${user}`] } as const;
            history.order({ ...candidate, content: null, audience });
          } else history.order({ kind: act });
        }
        expect(await found(history)).to.deep.equal([]);
      }),
      { numRuns: 150 },
    );
  });

  it('finds nothing where codes were loaded meanwhile', async () => {
    const history = new ReleasedHistory();
    const rules = { prizes: { car: { odds: '100%', delivery: { by: 'code' } } } };
    for (const budget of ['9.00', '8.00']) {
      history.publish(fileWith({ ...rules, budget }));
      history.now += MINUTE;
      await history.ledger.growPool('a1', 'car', 3);
      await history.draw(1);
    }
    expect(await reportOf(history)).to.deep.include({ findings: [], releases: { kind: 'compared' } });
  });

  it('finds a release that does not exist, once a set', async () => {
    const history = await twoReleases();
    const releases = changed(history, (release) => (release.no === 2 ? undefined : release));
    expect(await found(history, releases)).to.deep.equal([{ code: 'release_missing', no: 2, release: 2 }]);
  });

  it('finds rules that are not those of the release', async () => {
    const history = await twoReleases();
    const other = contentFor(fileOf(3));
    const findings = await found(
      history,
      changed(history, (release) => (release.no === 2 ? { ...release, ...other } : release)),
    );
    const [{ hash = '' } = {}] = (await history.ledger.rules('a1')).slice(-1);
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ code: 'release_rules', no: 2, release: 2, found: hash });
  });

  it('finds blocked users that are not those of the release, which the set has in its sealed part', async () => {
    const history = await twoReleases();
    const other = contentFor(fileWith({ ...richRules, budget: '52.00', blocked_users: ['u4'] }));
    const releases = changed(history, (release) => (release.no === 2 ? { ...release, ...other } : release));
    expect((await found(history, releases)).map(({ code }) => code)).to.deep.equal(['release_rules']);
  });

  it('finds a release whose text is not the one of its hash, or that cannot be read', async () => {
    const history = await twoReleases();
    const title = changed(history, (release) =>
      release.no === 2
        ? { ...release, text: release.text.replace('"dispatch"', '"title":"x","dispatch"') }
        : release,
    );
    expect((await found(history, title)).map(({ code }) => code)).to.deep.equal(['release_changed']);
    const invalid = {
      ...changed(history, (release) => release),
      read: () => ({ ok: false, problems: [] }) as const,
    };
    expect((await found(history, invalid)).map(({ code }) => code)).to.deep.equal([
      ...['release_invalid', 'release_invalid'],
    ]);
  });

  for (const [what, lagMs, codes] of [
    ['in time', 2700, []],
    ['too late', 2800, ['release_not_served']],
  ] as const) {
    it(`judges a process that begins to serve a release ${what}`, async () => {
      const history = new ReleasedHistory({ lagMs });
      history.publish(fileOf(1));
      history.now += MINUTE;
      history.publish(fileOf(2));
      // In force after 750 ms, and 2 s are tolerated.
      history.now += lagMs - 1;
      await history.draw(1);
      history.now += MINUTE;
      await history.draw(1);
      expect((await found(history)).map(({ code }) => code)).to.deep.equal(codes);
    });
  }

  for (const [what, aheadMs, isFound] of [
    ['a clock that is 2 s behind', 2000, false],
    ['before it was served', 2001, true],
  ] as const) {
    it(`judges a draw of a release by ${what}`, async () => {
      const history = await twoReleases();
      history.publish(fileOf(3));
      history.now += MINUTE;
      await history.draw(8);
      const last = history.changes.pop() as (typeof history.changes)[number];
      history.changes.push({ ...last, inForceAt: history.now + aheadMs });
      const expected = {
        ...{ code: 'release_not_served', at: new Date(history.now).toISOString() },
        ...{ expected: '2', found: 3 },
      };
      expect(await found(history)).to.deep.equal(isFound ? [expected] : []);
    });
  }

  it('finds a candidate that is drawn by others, and what everyone has by those of the candidate', async () => {
    const history = await twoReleases();
    const audience = { kind: 'users', uids: ['u1'] } as const;
    const by = { by: 'files', isDraft: true } as const;
    history.order({ kind: 'roll_out', content: contentFor(fileOf(3)), audience, ...by });
    history.now += MINUTE;
    for (const user of [1, 2]) expect(await history.draw(user)).to.equal('served');
    expect(await found(history)).to.deep.equal([]);
    const others = { ...history.changes.at(-1)?.serving.candidate, audience: { ...audience, uids: ['u2'] } };
    const swapped: KnownReleases = {
      ...changed(history, (release) => release),
      history: async (id, page) =>
        (await history.history(id, page)).map((row) =>
          row.serving.candidate ? { ...row, serving: { ...row.serving, candidate: others as never } } : row,
        ),
    };
    expect((await found(history, swapped)).map((each) => [each.code, each.uid, each.found])).to.deep.equal([
      ['release_other_side', 'u1', 3],
      ['release_other_side', 'u2', 2],
    ]);
  });

  for (const [what, ms, isFound] of [
    ['within the second that a pause may take', 1000, false],
    ['after it', 1001, true],
    ['just before the end', 59_600, false],
    ['after the end', 60_000, false],
  ] as const) {
    it(`${isFound ? 'finds' : 'finds no fault in'} a draw in a pause, ${what}`, async () => {
      const history = await twoReleases();
      const from = history.now;
      const paused = {
        ...(history.changes.at(-1) as (typeof history.changes)[number]),
        at: from,
        inForceAt: from,
      };
      const serving = { ...paused.serving, isPaused: true };
      history.now = from + ms;
      // By a process that has not read the pause.
      await history.draw(7);
      history.changes.push({ ...paused, version: 3, serving });
      history.changes.push({ ...paused, version: 4, at: from + MINUTE });
      const expected = {
        ...{ code: 'drawn_in_pause', found: new Date(from + ms).toISOString() },
        ...{ from: new Date(from).toISOString(), to: new Date(from + MINUTE).toISOString() },
      };
      expect(await found(history)).to.deep.equal(isFound ? [expected] : []);
    });
  }

  it('compares draws that are made while it reads, and of releases that are published meanwhile', async () => {
    const history = await twoReleases();
    const accounts = history.ledger.accounts.bind(history.ledger);
    let no = 2;
    history.ledger.accounts = async (id, uids) => {
      if (no < 4) {
        history.publish(fileOf(++no));
        history.now += MINUTE;
        for (const user of [0, 1, 2]) await history.draw(user);
      }
      return accounts(id, uids);
    };
    expect(await found(history)).to.deep.equal([]);
  });

  it('reads a history of many changes', async () => {
    const history = new ReleasedHistory();
    for (let no = 1; no <= 250; no++) {
      history.publish(fileOf(no));
      history.now += 5000;
      if (no % 40 === 0) await history.draw(no % 9);
    }
    expect(await found(history)).to.deep.equal([]);
  });

  describe('that cannot read the releases', () => {
    it('says so, and finds nothing', async () => {
      const history = await twoReleases();
      const unknown = { unknown: 'no_releases', reason: '' } as const;
      const { findings, releases } = await reportOf(history, unknown);
      expect([findings, releases]).to.deep.equal([[], { kind: 'not_compared', ...unknown }]);
      expect((await audit(history.ledger, 'a1')).releases).to.deep.include({ unknown: 'no_store' });
    });

    it('says so where the store fails in between', async () => {
      const history = await twoReleases();
      const failing: KnownReleases = {
        ...changed(history, (release) => release),
        release: () => Promise.reject(new DependencyError('record store', 'gone')),
      };
      const { findings, releases } = await reportOf(history, failing);
      expect(findings).to.deep.equal([]);
      expect(releases).to.include({ kind: 'not_compared', unknown: 'away' });
    });

    it('has nothing to say of draws that name none', async () => {
      const { releases } = await audit(new ReleasedHistory().ledger, 'a1');
      expect(releases).to.deep.equal({ kind: 'none_named' });
    });
  });
});
