import { expect } from 'chai';
import { rulesHash, rulesTextOf, wholeRules } from '../../../src/application/draws/rules-text.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { activityOf } from '../../support/activity-of.ts';

const file = {
  dispatch: 'shake',
  title: 'a title',
  is_login_user: true,
  starts_at: '2026-11-11T12:00:00+08:00',
  prizes: [{ id: 'car', name: 'car' }],
};
const rules = { prizes: { car: { odds: '1/2', stock: 3 } }, chances: { per_day: 1 } };
const SALT = 'ab'.repeat(16);
const OTHER_SALT = 'cd'.repeat(16);

describe('the text of rules', () => {
  const plain = activityOf({ ...file, rules });
  const blocking = activityOf({ ...file, rules: { ...rules, blocked_users: ['u666'], note: 'ask Li' } });

  it('holds the window, the prizes and the rules, and nothing else', () => {
    const { text, sealed } = rulesTextOf(plain, SALT);
    const { dispatch, starts_at, prizes } = file;
    expect(JSON.parse(text)).to.deep.equal({ dispatch, starts_at, prizes, rules });
    expect(sealed).to.equal('');
    expect(rulesHash({ text })).to.match(/^[0-9a-f]{64}$/);
  });

  it('seals blocked users and notes of operators', () => {
    const { text } = rulesTextOf(blocking, SALT);
    expect(text).not.to.contain('u666').and.not.to.contain('Li');
    expect(rulesTextOf(blocking, OTHER_SALT).text).not.to.equal(text);
  });

  it('can be put together again', () => {
    for (const activity of [plain, blocking]) {
      const { rules } = wholeRules({ ...rulesTextOf(activity, SALT), salt: SALT });
      expect(rules).to.deep.equal(activity.rulesAsWritten);
    }
    const { text, sealed } = rulesTextOf(blocking, SALT);
    expect(() => wholeRules({ text, sealed, salt: OTHER_SALT })).to.throw();
    expect(() => wholeRules({ text, sealed: sealed.replace('u666', 'u667'), salt: SALT })).to.throw();
    expect(() => wholeRules({ text, sealed: '', salt: SALT })).to.throw();
  });

  it('has the same hash again where nothing that decides has changed, and another one where it has', () => {
    const hashOf = (activity: Activity) => rulesHash(rulesTextOf(activity, SALT));
    const version = (changes: object, own: object = {}) =>
      activityOf({
        ...file,
        ...own,
        rules: { ...rules, blocked_users: ['u666'], note: 'ask Li', ...changes },
      });
    const before = hashOf(blocking);
    expect(hashOf(version({}))).to.equal(before);
    expect(hashOf(version({}, { title: 'another title' }))).to.equal(before);
    const others = [version({ blocked_users: ['u667'] }), version({ fallback: 'car' }), plain];
    for (const other of [...others, activityOf({ ...file, rules: undefined })]) {
      expect(hashOf(other)).not.to.equal(before);
    }
  });
});
