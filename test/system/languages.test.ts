import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { runCommand } from '../support/run-command.ts';

const shake = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2036-11-01T00:00:00+08:00',
  prizes: [{ id: 'car', name: '汽车' }],
  rules: {
    chances: { per_day: 3, total: 10 },
    prizes: { car: { odds: '1%', stock: 5, value: '9.00' } },
    budget: '10.00',
  },
};

/* Names, ids and values may stay as they are; words that make a sentence may not. */
const ENGLISH_SENTENCE = /[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/;

describe('the commands in Chinese', () => {
  for (const args of [
    ['check'],
    ['check', 'missing'],
    ['simulate', 'lucky', '--users', '200', '--runs', '3'],
    ['simulate', 'missing'],
    ['explain', 'lucky', '--uid', 'ann'],
    ['explain', 'missing', '--uid', 'ann'],
    ['audit', 'lucky'],
    ['audit', 'missing'],
    ['export', 'missing'],
    ['grant', 'lucky', 'ann', '--key', 'vip', '--chances', '3'],
    ['grant', 'lucky'],
    ['grant', 'missing', 'ann', '--key', 'vip', '--chances', '3'],
    ['grant', 'lucky', '--file', 'missing.csv'],
    ['accept', 'lucky'],
    ['accept', 'a b'],
    ['deliveries', 'lucky'],
    ['deliveries', 'a b'],
    ['deliveries', 'retry', '--draw', 'x', 'y'],
    ['deliveries', 'start', 'crm'],
    ['deliveries', 'test', 'crm'],
    ['new', 'wheel', 'x'],
    ['new', 'shake', 'a b'],
    ['schema', 'wheel'],
    ['diff', 'missing', 'new.json'],
    ['publish', 'missing'],
    ['history', 'missing'],
    ['show', 'missing'],
    ['rollback', 'lucky', 'x'],
    ['pause', 'missing'],
    ['rollout', 'lucky'],
    ['approve', 'lucky', '--hash', 'abcdefabcdef'],
  ]) {
    it(`write no English sentence: ${args.join(' ')}`, async () => {
      const ACTIVITIES_DIR = await activitiesDir({ lucky: shake });
      const { stdout, stderr } = await runCommand([...args, '--lang', 'zh'], { ACTIVITIES_DIR });
      expect(`${stdout}${stderr}`).to.match(/\p{Script=Han}/u);
      expect(`${stdout}${stderr}`).not.to.match(ENGLISH_SENTENCE);
    });
  }
});
