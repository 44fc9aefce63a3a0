import { join, relative } from 'node:path';
import { expect } from 'chai';
import { displayWidth } from '../../src/adapters/cli/render/text-layout.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { runCommand } from '../support/run-command.ts';

const prize = { id: 'a', name: 'A' };
const open = {
  dispatch: 'shake',
  is_login_user: true,
  starts_at: '2026-01-01T00:00:00+08:00',
  ends_at: '2099-01-01T00:00:00+08:00',
  page: { login_url: '/login?return={return}' },
  prizes: [prize],
  rules: { chances: { per_day: 1 }, prizes: { a: { odds: '50%', stock: 5, value: '1.00' } } },
};
const rule = (a: unknown, more: object = {}) => ({
  rules: { chances: { per_day: 1 }, prizes: { a }, ...more },
});

const step = (count: number) => ({ at: '2026-02-01T00:00:00+08:00', count });

/** Each file with its one mistake, and the field that is to be named for it. */
const planted: readonly (readonly [field: string, data: unknown])[] = [
  ['', '{"dispatch": "shake",,}'],
  ['dispatch', { ...open, dispatch: 'wheel' }],
  ['ends_at', { ...open, ends_at: '2025-01-01T00:00:00+08:00' }],
  ['starts_at', { ...open, starts_at: 'tomorrow' }],
  ['zones', { ...open, is_check_zone: true }],
  ['rules.prizes', { ...open, ...rule({ odds: '0.01%' }) }],
  ['rules.prizes.a.odds', { ...open, ...rule({ odds: '0%', stock: 5 }) }],
  ['rules.prizes.a.odds', { ...open, ...rule({ odds: '150%' }) }],
  ['rules.prizes.a.value', { ...open, ...rule({ odds: '50%', value: 'ten' }) }],
  ['rules.prizes.a.stock', { ...open, ...rule({ odds: '50%', stock: 0 }) }],
  ['rules.prizes.b', { ...open, rules: { ...open.rules, prizes: { b: { odds: '50%' } } } }],
  ['rules.fallback', { ...open, ...rule({ odds: '50%' }, { fallback: 'b' }) }],
  ['prizes.1.id', { ...open, prizes: [prize, { id: 'b', name: 'B' }] }],
  ['ends_at', { ...open, starts_at: '2019-01-01T00:00:00Z', ends_at: '2020-01-01T00:00:00Z' }],
  ['page.banner', { ...open, page: { ...open.page, banner: 'media/none.png' } }],
  ['page.api_token', { ...open, page: { ...open.page, api_token: 'x' } }],
  ['page.theme.primary', { ...open, page: { ...open.page, theme: { primary: 'red' } } }],
  ['page.login_url', { ...open, page: {} }],
  ['rules.chances', { ...open, rules: { ...open.rules, chances: {} } }],
  ['rules.budget', { ...open, rules: { ...open.rules, budget: '4.99' } }],
  ['zones', { ...open, zones: ['1000'] }],
  ['rules.blacklist', { ...open, ...rule({ odds: '50%' }, { blacklist: ['u1'] }) }],
  ['end_time', { ...open, ends_at: undefined, end_time: '2099-01-01T00:00:00+08:00' }],
  ['rules.prizes.a.value', { ...open, ...rule({ odds: '50%', stock: 5 }, { budget: '5.00' }) }],
  ['rules.guarantee.prize', { ...open, ...rule({ odds: '50%' }, { guarantee: { after: 3, prize: 'b' } }) }],
  [
    'rules.guarantee.prize',
    { ...open, ...rule({ odds: '50%', per_user: 1 }, { guarantee: { after: 3, prize: 'a' } }) },
  ],
  ['rules.segments', { ...open, ...rule({ odds: '50%' }, { segments: 3 }) }],
  [
    'rules.chances.earn',
    { ...open, ...rule({ odds: '50%' }, { chances: { per_day: 3, earn: { signin: {} } } }) },
  ],
  ['rules.prizes.a.release', { ...open, ...rule({ odds: '50%', stock: 5, release: [step(4)] }) }],
  ['rules.prizes.a.release', { ...open, ...rule({ odds: '50%', stock: 5, release: [step(6)] }) }],
  ['page.banner', { ...open, page: { ...open.page, banner: 'banner.svg' } }],
  ['prizes.0.claim_url', { ...open, prizes: [{ ...prize, claim_url: 'weixin://dl/business' }] }],
  ['page.login_url', { ...open, page: { login_url: '/login' } }],
  ['page.rules_text.0', { ...open, page: { ...open.page, rules_text: ['每天 5 次'] } }],
  ['rules.chances.total', { ...open, rules: { ...open.rules, chances: { per_day: 3, total: 2 } } }],
  ['ends_at', { ...open, ends_at: '2098-12-31T23:59:59+08:00' }],
  ['rules.prizes.a.odds', { ...open, ...rule({ odds: '0.5％' }) }],
  ['rules.prizes.a.odds', { ...open, ...rule({ odds: 0.08 }) }],
  ['', '{“dispatch”: "shake"}'],
];

describe('check', () => {
  for (const [lang, words] of [
    ['en', /[a-z]/],
    ['zh', /\p{Script=Han}/u],
  ] as const) {
    it(`names each planted mistake with file, field and remedy (${lang})`, async () => {
      const dir = await activitiesDir(
        Object.fromEntries(planted.map(([, data], index) => [`m${index}`, data])),
      );
      const env = { ACTIVITIES_DIR: dir, LC_ALL: lang === 'zh' ? 'zh_CN.UTF-8' : 'C' };
      const { code, stdout } = await runCommand(['check', '--json'], env);
      expect(code).to.equal(1);
      const { findings } = JSON.parse(stdout);
      for (const [index, [field]] of planted.entries()) {
        const found = findings.filter(({ file }: { file: string }) => file === `m${index}/data.json`);
        expect(
          found.map((each: { field: string }) => each.field),
          `m${index}`,
        ).to.include(field);
        for (const each of found) {
          for (const text of [each.problem, each.remedy]) {
            expect(text).to.match(words);
            // A sentence left in English has two words of it side by side outside of what is quoted.
            if (lang === 'zh') expect(text.replace(/"[^"]*"/g, '')).not.to.match(/[A-Za-z]{2,} [A-Za-z]{2,}/);
          }
        }
      }
      const spoken = await runCommand(['check'], env);
      for (const { file, field, remedy } of findings) {
        expect(spoken.stdout).to.include(file).and.to.include(field);
        // Long ones stand on several lines.
        expect(spoken.stdout.replace(/\s/g, '')).to.include(remedy.replace(/\s/g, ''));
      }
      for (const line of spoken.stdout.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
    });
  }

  it('speaks the language of --lang, whatever the locale is', async () => {
    const env = {
      ACTIVITIES_DIR: await activitiesDir({ warned: { ...open, page: {} } }),
      LC_ALL: 'zh_CN.UTF-8',
    };
    expect((await runCommand(['check', '--lang', 'en'], env)).stdout).to.include('errors: 0, warnings: 1');
    expect((await runCommand(['check'], env)).stdout).to.include('0 个错误，1 个警告');
    expect((await runCommand(['check', '--lang', 'fr'], env)).code).to.equal(2);
  });

  it('finds nothing wrong with a clean activity, also where production has no passport', async () => {
    const env = { ACTIVITIES_DIR: await activitiesDir({ clean: open }), NODE_ENV: 'production' };
    const { code, stdout } = await runCommand(['check', '--json'], env);
    expect(JSON.parse(stdout)).to.deep.include({ folder: env.ACTIVITIES_DIR, findings: [] });
    expect(code).to.equal(0);
  });

  it('finds nothing wrong with the activities of this repository', async () => {
    const { stdout } = await runCommand(['check', '--json'], { ACTIVITIES_DIR: './activities' });
    expect(JSON.parse(stdout).findings).to.deep.equal([]);
  });

  it('prints what was ordered, after the findings, and as JSON too', async () => {
    const env = { ACTIVITIES_DIR: './activities' };
    const { stdout } = await runCommand(['check', '1055', '--lang', 'en'], env);
    expect(stdout).to.match(/Budget +110,000\.00, of which 7,053\.00 is left/);
    expect(stdout).to.match(/^ +旗舰手机一部 +0\.001% +100,000 +3 +1 +4,999\.00 +14,997\.00$/m);
    expect(stdout).not.to.include('\u001b');
    const { summaries } = JSON.parse((await runCommand(['check', '--json', '1055'], env)).stdout);
    expect(summaries[0]).to.include({ activityId: '1055' });
    expect(summaries[0].draws).to.include({ cost: '102947.00', budget: '110000.00', left: '7053.00' });
  });

  it('has colours where they are asked for, and none with NO_COLOR', async () => {
    const env = { ACTIVITIES_DIR: './activities', FORCE_COLOR: '1' };
    expect((await runCommand(['check'], env)).stdout).to.include('\u001b[');
    expect((await runCommand(['check'], { ...env, NO_COLOR: '1' })).stdout).not.to.include('\u001b');
  });

  it('names the folder it looked in, and ends with 1 where nothing is there to check', async () => {
    const full = await activitiesDir({ clean: open });
    const fine = await runCommand(['check', '--lang', 'en'], { ACTIVITIES_DIR: relative('.', full) });
    expect(fine.code).to.equal(0);
    expect(fine.stdout.replace(/\s/g, '')).to.include(`lookedin${full}`);
    expect(
      JSON.parse((await runCommand(['check', '--json'], { ACTIVITIES_DIR: full })).stdout).folder,
    ).to.equal(full);
    const empty = await activitiesDir({});
    const [nothing, away] = await Promise.all([
      runCommand(['check', '--lang', 'en'], { ACTIVITIES_DIR: empty }),
      runCommand(['check', '--lang', 'zh'], { ACTIVITIES_DIR: join(empty, 'nowhere') }),
    ]);
    expect([nothing.code, away.code]).to.deep.equal([1, 1]);
    expect(nothing.stderr).to.include(`there are no activities in ${empty}; ACTIVITIES_DIR=…`);
    expect(away.stderr).to.include(`无法读取文件夹 ${empty}/nowhere（ENOENT）`);
  });

  it('leaves no command in doubt about the folder that an id was looked for in', async () => {
    const env = { ACTIVITIES_DIR: await activitiesDir({ warned: { ...open, page: {} }, broken: '{' }) };
    const commands = ['check other', 'diff other x.json', 'simulate other', 'explain other'];
    const runs = await Promise.all(commands.map((words) => runCommand(words.split(' '), env)));
    for (const { stdout, stderr } of runs) {
      expect(`${stdout}${stderr}`).to.include(env.ACTIVITIES_DIR).and.include('ACTIVITIES_DIR=…');
    }
    const invalid = await runCommand(['simulate', 'broken'], env);
    expect(invalid.stderr).to.include('is not valid; "check broken"');
  });

  it('ends with 0 where there are only warnings, and with 1 for an activity that is not there', async () => {
    const env = { ACTIVITIES_DIR: await activitiesDir({ warned: { ...open, page: {} } }) };
    expect((await runCommand(['check', 'warned'], env)).code).to.equal(0);
    expect((await runCommand(['check', 'other'], env)).code).to.equal(1);
  });
});
