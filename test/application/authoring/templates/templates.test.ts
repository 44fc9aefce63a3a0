import { expect } from 'chai';
import { JsoncTexts } from '../../../../src/adapters/jsonc/jsonc-texts.ts';
import { checkActivity } from '../../../../src/application/authoring/check/check-activity.ts';
import { launchSummary } from '../../../../src/application/authoring/check/launch-summary.ts';
import { duplicateText } from '../../../../src/application/authoring/templates/duplicate.ts';
import {
  TEMPLATE_NAMES,
  templates,
  templateText,
} from '../../../../src/application/authoring/templates/templates.ts';
import type { Kind } from '../../../../src/application/kinds/kind.ts';
import { kindReadings, kinds } from '../../../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../../../src/domain/activities/activity.ts';

const NOW = Date.parse('2026-11-30T15:00:00+08:00');
const NO_MEDIA = { lengthOf: async () => undefined, names: async () => [] };
const texts = new JsoncTexts((text) => ({ value: JSON.parse(text) }));

function read(text: string): Activity {
  const reading = readActivity('a', JSON.parse(text), kindReadings);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity;
}

describe('templates', () => {
  for (const name of TEMPLATE_NAMES) {
    it(`${name}: has neither an error nor a warning, its own title and stage, and costs its budget`, async () => {
      const activity = read(templateText(name, '新活动', NOW));
      const kind = kinds.get(activity.dispatch) as Kind;
      expect(await checkActivity(activity, kind, NO_MEDIA, NOW)).to.deep.equal([]);
      const summary = launchSummary(activity, kind, NOW);
      expect(summary).to.deep.include({ title: '新活动' });
      expect(summary.window).to.deep.include({
        startsAt: '2026-12-01T00:00:00+08:00',
        endsAt: '2026-12-08T00:00:00+08:00',
      });
      const known = templates.find(({ template }) => template === name);
      expect(known).to.deep.include({ dispatch: activity.dispatch, stage: activity.page.stage ?? null });
      if (summary.draws) expect(summary.draws.left).to.equal('0.00');
    });
  }
});

describe('duplicateText', () => {
  const source = {
    ...{ dispatch: 'shake', title: 'old', starts_at: '2026-11-01T10:00:00+08:00' },
    ends_at: '2026-11-04T10:00:00+08:00',
    page: { rules_text: ['2026-11-04T10:00:00+08:00 结束'] },
    rules: {
      timezone: 'Asia/Shanghai',
      prizes: {
        a: {
          delivery: { by: 'form', until: '2026-11-11T02:00:00Z' },
          release: [{ at: '2026-11-02T10:00:00+08:00', count: 1 }],
        },
      },
    },
  };
  const [startsAt, endsAt] = [Date.parse(source.starts_at), Date.parse(source.ends_at)];

  it('opens at the next midnight, lasts as long, and moves every other time with it', () => {
    const text = duplicateText(
      texts,
      JSON.stringify(source),
      { startsAt, endsAt },
      { title: 'new', timezone: 'Asia/Shanghai', now: NOW },
    );
    const { title, starts_at, ends_at, page, rules } = JSON.parse(text);
    expect([title, starts_at, ends_at]).to.deep.equal([
      'new',
      '2026-12-01T00:00:00+08:00',
      '2026-12-04T00:00:00+08:00',
    ]);
    expect(rules.prizes.a.delivery.until).to.equal('2026-12-11T00:00:00+08:00');
    expect(rules.prizes.a.release).to.deep.equal([{ at: '2026-12-02T00:00:00+08:00', count: 1 }]);
    expect(page).to.deep.equal(source.page);
  });

  it('keeps the title, and the times of one that has none', () => {
    const text = '{ "title":  "x", "sold": "2026" }';
    const none = { startsAt: null, endsAt: null };
    expect(duplicateText(texts, text, none, { timezone: 'Asia/Shanghai', now: NOW })).to.equal(text);
  });
});
