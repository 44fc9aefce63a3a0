import { expect } from 'chai';
import { auditAsJson, renderAudit } from '../../../../src/adapters/cli/render/render-audit.ts';
import type { AuditReport } from '../../../../src/application/analysis/audit/audit.ts';
import type { Finding } from '../../../../src/application/analysis/audit/finding.ts';

const REPORT: AuditReport = {
  ...{ activityId: 'a1', draws: 1, wins: 0, users: 1, spent: 0, losses: [], findings: [], findingsInAll: 0 },
  ...{ denied: 0, deniedDraws: [] },
  rules: [
    { no: 1, hash: 'ab'.repeat(32), at: 0, release: 4, draws: 0, stretches: 0, first: null, last: null },
    { no: 2, hash: 'cd'.repeat(32), at: 0, release: null, draws: 0, stretches: 0, first: null, last: null },
  ],
  releases: { kind: 'compared' },
};

function lineOf(code: Finding['code'], params: Finding['params'], language: 'en' | 'zh'): string {
  const finding = { activityId: 'a1', log: 'root', seq: 7, code, params };
  const report = { ...REPORT, findings: [finding], findingsInAll: 1 };
  return renderAudit(report, language).split('\n')[1]?.trim() ?? '';
}

describe('the lines of an audit', () => {
  const AT = '2026-11-11T00:00:00.000Z';
  const cases: readonly (readonly [Finding['code'], Finding['params'], string, string])[] = [
    [
      'release_missing',
      { no: 3, release: 5 },
      'release of set 3 of the rules: expected release 5 in the record store, found none',
      '第 3 套规则所属的版本：应为 记录库中的第 5 版，实为 没有',
    ],
    [
      'release_rules',
      { no: 3, release: 5, expected: 'ab', found: 'cd' },
      'set 3 of the rules: expected those of release 5, SHA-256 ab, found cd',
      '第 3 套规则：应为 第 5 版的规则，SHA-256 为 ab，实为 cd',
    ],
    [
      'release_not_served',
      { at: AT, expected: '4, 5', found: 3 },
      `release of a draw at ${AT}: expected 4, 5, found 3`,
      `${AT} 的抽奖所属的版本：应为 第 4, 5 版，实为 第 3 版`,
    ],
    [
      'drawn_in_pause',
      { from: AT, to: '', found: AT },
      `time of the draw: expected no draw in the pause from ${AT} to now, found ${AT}`,
      `抽奖时间：应为 暂停期间没有抽奖（${AT} 至 现在），实为 ${AT}`,
    ],
  ];
  for (const [code, params, english, chinese] of cases) {
    it(`have a finding in both languages: ${code}`, () => {
      expect(lineOf(code, params, 'en')).to.equal(`entry 7: ${english}`);
      expect(lineOf(code, params, 'zh')).to.equal(`第 7 条记录：${chinese}`);
    });
  }

  it('name the release of each set of rules that has one', () => {
    expect(renderAudit(REPORT, 'en'))
      .to.include('1 abababababab of release 4 from')
      .and.include('2 cdcdcdcdcdcd from');
    expect(renderAudit(REPORT, 'zh')).to.include('1 abababababab（第 4 版） 自');
  });

  it('say why releases were not compared, and nothing where they were', () => {
    const releases = { kind: 'not_compared', unknown: 'away', reason: 'gone' } as const;
    const text = (language: 'en' | 'zh') => renderAudit({ ...REPORT, releases }, language);
    expect(text('en')).to.include(
      'not compared with the releases that the draws name: the record store cannot be read (gone)',
    );
    expect(text('zh')).to.include('未与抽奖所属的版本核对：读不到记录库（gone）');
    expect(renderAudit(REPORT, 'en')).not.to.include('not compared');
    expect(auditAsJson({ ...REPORT, releases }, 'en')).to.deep.include({ releases });
  });
});
