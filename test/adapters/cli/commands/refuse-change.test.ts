import { expect } from 'chai';
import { type Refusal, refuse } from '../../../../src/adapters/cli/commands/refuse-change.ts';
import type { Language } from '../../../../src/adapters/cli/i18n/language.ts';
import { colorsFor } from '../../../../src/adapters/cli/render/colors.ts';
import { englishSentence } from '../../../support/operator.ts';

const refusals: readonly Refusal[] = (
  [
    { reason: 'no_release' },
    { reason: 'removed' },
    { reason: 'managed_elsewhere', by: 'console' },
    { reason: 'managed_elsewhere', by: 'files' },
    { reason: 'unexpected', no: 0 },
    { reason: 'unexpected', no: 7 },
    { reason: 'unexpected_candidate', no: 0 },
    { reason: 'unexpected_candidate', no: 8 },
    { reason: 'no_rollout' },
    { reason: 'nothing_new', no: 7 },
    { reason: 'other_release', besideNo: 3, no: 7 },
    { reason: 'not_approved' },
    { reason: 'no_such_release' },
    { reason: 'unreadable_release' },
    { reason: 'other_kind' },
    { reason: 'needs_login' },
  ] as const
).map((refusal) => ({ kind: 'refused', ...refusal }));

function said(refusal: Refusal, language: Language, json = false) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
    once: () => {},
  });
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), language, colors: colorsFor({}, {}) };
  return { code: refuse({ io, activityId: 'lucky', json }, refusal), ...written };
}

describe('a change that is refused', () => {
  it('has a sentence of its own for each reason, in both languages, and ends with 1', () => {
    for (const language of ['en', 'zh'] as const) {
      const sentences = refusals.map((refusal) => said(refusal, language));
      expect(new Set(sentences.map(({ stderr }) => stderr)).size).to.equal(refusals.length);
      for (const { code, stdout, stderr } of sentences) {
        expect([code, stdout]).to.deep.equal([1, '']);
        expect(stderr).to.match(/^cms-market: .{10,}\n$/);
        if (language === 'zh') expect(englishSentence(stderr)).to.equal(undefined);
      }
    }
  });

  it('names its reason for programs', () => {
    for (const refusal of refusals) {
      const report = JSON.parse(said(refusal, 'en', true).stdout);
      expect(report).to.include({ activityId: 'lucky', outcome: 'refused', reason: refusal.reason });
      expect(report.message).to.match(/\w/);
    }
  });
});
