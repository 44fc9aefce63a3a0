import { expect } from 'chai';
import {
  explanationAsJson,
  renderExplanation,
} from '../../../../src/adapters/cli/render/render-explanation.ts';
import type { Explanation, Reason } from '../../../../src/application/analysis/explanation.ts';
import type { SideReason } from '../../../../src/application/analysis/release-side.ts';

const SIDE = { code: 'side', releaseNo: 4, candidateNo: 5 } as const;

function explanationOf(reason: Reason, side: SideReason | null = null): Explanation {
  return {
    ...{ activityId: 'a1', at: '2026-11-11T00:00:00Z', source: 'published', releaseNo: 4 },
    ...{ side, uid: 'ann', zoneId: null, displayName: null, static: 'paused', draw: 'paused' },
    steps: [{ check: reason.code === 'side' ? 'release' : 'paused', passed: true, reason }],
  };
}

const lineOf = (reason: Reason, language: 'en' | 'zh') =>
  renderExplanation(explanationOf(reason), language).split('\n')[1]?.trim();

describe('an explanation', () => {
  const sides: readonly (readonly [SideReason, string, string])[] = [
    [
      { ...SIDE, isCandidate: false, by: 'percent', percent: 10, place: 37.2 },
      'release 4: place 37.20 of 100, the candidate, release 5, takes those below 10',
      '第 4 版：用户位置 37.20（共 100），灰度版本（第 5 版）面向 10 以下',
    ],
    [
      { ...SIDE, isCandidate: true, by: 'percent', percent: 10, place: 3.21 },
      'release 5, the candidate: place 3.21 of 100, the candidate takes those below 10',
      '灰度版本（第 5 版）：用户位置 3.21（共 100），该版本面向 10 以下',
    ],
    [
      { ...SIDE, isCandidate: false, by: 'users', listed: 12 },
      'release 4: not among the 12 users who are listed for release 5',
      '第 4 版：不在灰度版本（第 5 版）的 12 名指定用户之中',
    ],
    [
      { ...SIDE, isCandidate: true, by: 'users', listed: 12 },
      'release 5, the candidate: among the 12 users who are listed',
      '灰度版本（第 5 版）：在该版本的 12 名指定用户之中',
    ],
    [
      { ...SIDE, isCandidate: false, by: 'zones', zones: ['1', '2'], zoneId: null },
      'release 4: no zone, and the candidate, release 5, is for 1, 2',
      '第 4 版：没有区域，灰度版本（第 5 版）面向 1、2',
    ],
    [
      { ...SIDE, isCandidate: true, by: 'zones', zones: ['1', '2'], zoneId: '2' },
      'release 5, the candidate: zone 2, and the candidate is for 1, 2',
      '灰度版本（第 5 版）：区域 2，该版本面向 1、2',
    ],
  ];
  for (const [side, english, chinese] of sides) {
    it(`says which side a user is on: ${english}`, () => {
      expect(lineOf(side, 'en')).to.equal(`yes  release: ${english}`);
      expect(lineOf(side, 'zh')).to.equal(`通过  版本: ${chinese}`);
    });
  }

  it('names the user as people see it, if that is known, without what moves the cursor', () => {
    const named = { ...explanationOf({ code: 'paused' }), displayName: '小\u001b[2J明', zoneId: '2' };
    const heading = (language: 'en' | 'zh', explanation = named as Explanation) =>
      renderExplanation(explanation, language).split('\n')[0];
    expect(heading('en')).to.match(/: user ann \(小.*明\), zone 2$/);
    expect(heading('zh')).to.match(/：用户 ann（小.*明），区域 2$/);
    expect(heading('en', explanationOf({ code: 'paused' }))).to.match(/: user ann, no zone$/);
    expect(explanationAsJson(named, 'en')).to.include({ uid: 'ann', name: named.displayName });
    expect(explanationAsJson(explanationOf({ code: 'paused' }), 'en')).to.include({ name: null });
  });

  it('names the releases that are served, and the pause', () => {
    const both = { code: 'published', releaseNo: 4, candidateNo: 5 } as const;
    expect(lineOf(both, 'en')).to.include('release 4 is served, and to some users release 5');
    expect(lineOf({ ...both, candidateNo: null }, 'en')).to.match(/release 4 is served$/);
    expect(lineOf(both, 'zh')).to.include('线上为第 4 版，部分用户为灰度版本（第 5 版）');
    const paused = (language: 'en' | 'zh') =>
      renderExplanation(explanationOf({ code: 'paused' }), language)
        .split('\n')
        .slice(1, 4);
    expect(paused('en')).to.deep.equal([
      '  yes  paused: it is paused, until an operator resumes it',
      'static: paused',
      'draw: paused',
    ]);
    expect(paused('zh')).to.include.members(['static: 活动已暂停', 'draw: 活动已暂停']);
  });

  it('has the facts for programs', () => {
    const side = { ...SIDE, isCandidate: false, by: 'percent', percent: 10, place: 37.21 } as const;
    expect(explanationAsJson(explanationOf(side, side), 'en')).to.deep.include({
      source: 'published',
      release: 4,
      rollout: { release: 4, candidate: 5, gets_candidate: false, by: 'percent', percent: 10, place: 37.21 },
    });
    expect(explanationAsJson(explanationOf({ code: 'paused' }), 'en')).to.include({ rollout: null });
  });
});
