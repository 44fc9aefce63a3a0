import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { postJson } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk } from './support/console.ts';

const lucky = {
  dispatch: 'shake',
  title: '会员抽奖',
  is_login_user: true,
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 50 }, prizes: { tea: { odds: '50%' } } },
};

/* What the console says: at most 2 s. */
const SOON_MS = 2000;

describe('blocked users in the console', () => {
  let browser: Browser;
  let program: RunningProgram;
  let env: Record<string, string>;
  let origin: string;
  let desk: Phone;

  before(async () => {
    env = {
      ...{ ROLE: 'all', DATA_DIR: await tempDir(), BLOCKED_USERS: 'robot-1,robot-2' },
      ACTIVITIES_DIR: await activitiesDir({ lucky }),
    };
    [browser, program] = await Promise.all([startBrowser(), startProgram(env)]);
    const link = await firstLink(program);
    origin = new URL(link).origin;
    desk = await openDesk(browser);
    await acceptLink(desk.page, link, '林晓');
  });
  after(async () => {
    await desk?.close();
    await browser?.close();
    await program?.stop();
  });

  const text = (words: string, { page } = desk) => page.getByText(words).first().waitFor();
  const press = (name: string) => desk.page.getByRole('button', { name, exact: true }).click();
  const confirm = async (name: string, reason: string) => {
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('原因').fill(reason);
    await dialog.getByRole('button', { name, exact: true }).click();
  };
  const draw = async (uid: string): Promise<number> => {
    const body = { activity_id: 'lucky', token: `demo-${uid}`, request_id: randomUUID() };
    return (await postJson(`${program.base}/shake/draw`, body)).json.ret;
  };
  /* Once: what has been seen is seen at once the next time. */
  const gets = (uid: string, ret: number, change: () => Promise<unknown>) =>
    promised(
      { seenMs: SOON_MS },
      async () => {
        await change();
        const began = performance.now();
        await until(async () => (await draw(uid)) === ret, { what: `${uid} to get ${ret}` });
        return { seenMs: performance.now() - began };
      },
      { times: 1 },
    );

  /** Somebody else of this role, at a browser of their own. */
  async function colleague(role: string): Promise<Phone> {
    const args = ['console', 'user', 'add', `${role}-2`, '--role', role, '--json'];
    const { stdout } = await runCommand(args, env);
    const token = /welcome#([\w-]+)/.exec(stdout)?.[1];
    const other = await openDesk(browser);
    await acceptLink(other.page, `${origin}/welcome#${token}`);
    return other;
  }

  it('are kept out within 2 s by the look at a user, and play on when they are let in again', async () => {
    expect(await draw('ann')).to.equal(0);
    await desk.page.goto(`${origin}/users`);
    await desk.page.getByRole('combobox', { name: '活动' }).fill('lucky');
    await desk.page.getByRole('option').first().click();
    await desk.page.getByLabel('用户编号').fill('ann');
    await press('查询');
    await text('未禁止');
    await press('禁止参与');
    await confirm('禁止参与', '\u200b\u2060');
    await text('请填写原因');
    await expectGoodView(desk.page);
    await gets('ann', 1008, async () => {
      await confirm('禁止参与', '同一台设备注册了 40 个账号');
      await text('已禁止 ann 参与，最多 2 秒后生效');
    });
    await text('已禁止参与');
    await text('同一台设备注册了 40 个账号');
    await text('由 林晓 禁止');
    await expectGoodView(desk.page);
    await desk.screenshot('console-blocked-user', 'screen');
    expect(await draw('bob'), 'somebody else').to.equal(0);

    await press('解除禁止');
    await gets('ann', 0, async () => {
      await confirm('解除禁止', '是一家人');
      await text('已解除对 ann 的禁止');
    });
    await text('未禁止');

    await press('结束登录');
    await confirm('结束登录', '丢了手机');
    await text('已结束 ann 的登录');
    // The demo passport still knows the token: it is asked again, and the user goes on.
    expect(await draw('ann')).to.equal(0);
    desk.expectClean();
  });

  it('are listed, found by their exact id, and blocked from the list', async () => {
    await desk.page.goto(`${origin}/users/blocked`);
    await text('没有被禁止的用户');
    await text('robot-1');
    await press('禁止用户');
    const dialog = desk.page.getByRole('dialog');
    await confirm('禁止参与', '脚本');
    await dialog.getByText('请填用户编号').waitFor();
    await dialog.getByLabel('用户编号').fill('u/甲 1');
    await desk.page.keyboard.press('Tab');
    await desk.page.keyboard.press('Control+Enter');
    await text('已禁止 u/甲 1 参与');
    await desk.page.getByRole('row').filter({ hasText: 'u/甲 1' }).filter({ hasText: '林晓' }).waitFor();
    await expectGoodView(desk.page);
    const find = desk.page.getByPlaceholder('按完整的用户编号查找');
    await find.fill('u/甲');
    await desk.page.keyboard.press('Enter');
    await text('u/甲 没有被禁止');
    await find.fill('robot-2');
    await desk.page.keyboard.press('Enter');
    await text('robot-2 已被服务配置禁止');
    await find.fill('u/甲 1');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('button', { name: '解除禁止 u/甲 1' }).waitFor();
    expect(desk.page.url(), 'nobody’s id is in an address').to.equal(`${origin}/users/blocked`);
    await expectGoodView(desk.page);
    desk.expectClean();
  });

  it('are seen by a viewer, who can do nothing about them', async () => {
    const viewer = await colleague('viewer');
    await viewer.page.getByRole('link', { name: '用户' }).first().click();
    await viewer.page.waitForURL(`${origin}/users/blocked`);
    await text('u/甲 1', viewer);
    expect(await viewer.page.getByRole('button', { name: /禁止/ }).count()).to.equal(0);
    await expectGoodView(viewer.page);
    const status = await viewer.page.evaluate(`fetch('/api/session').then((answer) => answer.json())
      .then(({ csrf_token }) => fetch('/api/blocked-users', { method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token },
        body: '{"uid":"bob","reason":"why"}' })).then((answer) => answer.status)`);
    expect(status).to.equal(403);
    viewer.expectOnly(/403/);
    await viewer.close();
  });

  it('are no business of programs, which end sessions by the digest of a token', async () => {
    await desk.page.goto(`${origin}/people/tokens`);
    await press('新建令牌');
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('会员后台');
    await dialog.getByText('结束登录').click();
    await press('生成令牌');
    const secret = await dialog.getByLabel('令牌', { exact: true }).and(dialog.locator('input')).inputValue();
    const call = (path: string, body: object) =>
      fetch(`${origin}/api${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const token_digest = createHash('sha256').update('demo-bob').digest('hex');
    const ended = await call('/sessions/end', { token_digest });
    expect(ended.status).to.equal(200);
    expect(await ended.json()).to.have.all.keys('no', 'at');
    expect((await call('/blocked-users', { uid: 'bob', reason: 'why' })).status).to.equal(403);
    await press('我已保存');
    await desk.page.goto(`${origin}/people/trail`);
    const entries = desk.page.locator('summary');
    for (const action of ['结束用户的登录', '禁止用户参与', '解除对用户的禁止'])
      await entries.filter({ hasText: action }).first().waitFor();
    expect(await entries.filter({ hasText: '同一台设备注册了 40 个账号' }).count()).to.equal(1);
    desk.expectClean();
  });
});
