import { expect } from 'chai';
import { isRulesOf, rulesHash, rulesTextOf, wholeRules } from '../../../src/application/draws/rules-text.ts';
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
      const { rules } = wholeRules(rulesTextOf(activity, SALT));
      expect(rules).to.deep.equal(activity.rulesAsWritten);
    }
    const { text } = rulesTextOf(blocking, SALT);
    expect(() => wholeRules({ text, sealed: rulesTextOf(blocking, OTHER_SALT).sealed })).to.throw();
    expect(() => wholeRules({ text, sealed: '' })).to.throw();
  });

  it('is known again whatever the salt, and only where nothing that decides has changed', () => {
    const set = rulesTextOf(blocking, SALT);
    const version = (changes: object, own: object = {}) =>
      activityOf({
        ...file,
        ...own,
        rules: { ...rules, blocked_users: ['u666'], note: 'ask Li', ...changes },
      });
    expect(isRulesOf(version({}), set)).to.equal(true);
    expect(isRulesOf(version({}, { title: 'another title' }), set)).to.equal(true);
    expect(isRulesOf(version({ blocked_users: ['u667'] }), set)).to.equal(false);
    expect(isRulesOf(version({ fallback: 'car' }), set)).to.equal(false);
    expect(isRulesOf(plain, set)).to.equal(false);
    expect(isRulesOf(blocking, rulesTextOf(plain, SALT))).to.equal(false);
    expect(isRulesOf(activityOf({ ...file, rules: undefined }), set)).to.equal(false);
  });
});
