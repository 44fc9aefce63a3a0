import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activitiesDir } from '../../../support/activities-dir.ts';
import { startProgram } from '../../../support/built-program.ts';
import { ask, postJson } from '../../../support/http.ts';
import { until } from '../../../support/until.ts';
import { inDays } from './state.ts';

const LONG = '一个长到没有人愿意读完的名字ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789然后它还没有结束';
const SHIPPED = ['1055', '1056', '1057'];

const PAGE = {
  subtitle: '每天三次，次次有礼',
  login_url: '/login?return={return}',
  theme: { primary: '#0f5f78', background: '#eef7fa', accent: '#0f5f78' },
  rules_text: ['活动期间每位用户每天可参与三次。'],
  contact: '客服电话 400-000-0000',
};

const CAR = { id: 'car', name: '一辆小汽车', claim: '到店出示即可领取', claim_url: '?id=1055' };

const shake = (odds: string, chances: object) => ({
  dispatch: 'shake',
  title: '周年庆摇一摇',
  is_login_user: true,
  page: { subtitle: '摇出好心情', theme: { primary: '#5b21b6', background: '#f5f0ff', accent: '#5b21b6' } },
  prizes: [CAR],
  rules: { chances, prizes: { car: { odds } } },
});

/** With a prize of its own tier, in a theme. */
const tier = (name: string, theme: string) => ({
  ...shake('100%', { per_day: 3 }),
  page: { subtitle: '摇出好心情', theme: { name: theme } },
  prizes: [{ id: 'car', name: '一辆小汽车', tier: name, value: '¥4,999' }],
});

/* Some and not all of them with a picture or a value. */
const MANY = Array.from({ length: 7 }, (_, index) => ({
  id: index === 0 ? 'car' : `prize-${index}`,
  name: ['一辆小汽车', '降噪耳机', '50元优惠券', '会员积分', '奶茶兑换券', '满99减3元券', '谢礼'][index],
  tier: ['grand', 'fine', 'small', 'consolation'][Math.min(3, Math.floor(index / 2))],
  ...(index % 2 === 0 ? { value: `¥${100 - index}` } : {}),
}));

const stage = (name: string, theme: string) => ({
  ...shake('0%', {}),
  title: '开门好彩头',
  page: { subtitle: '人人有份', stage: name, theme: { name: theme } },
  prizes: MANY,
});

const spoken = (language: string, title: string, prize: string) => ({
  ...shake('100%', { per_day: 3 }),
  title,
  page: { language, theme: { name: 'member' }, login_url: '/login?return={return}' },
  prizes: [{ id: 'car', name: prize, tier: 'fine', value: '$4,999' }],
});

const sku = (more: object, index = 0) => ({
  sku_id: String(index),
  name: `好物第 ${index + 1} 号`,
  price: '9.90',
  market_price: '19.90',
  ...more,
});

const ACTIVITIES = {
  lucky: shake('100%', { per_day: 1 }),
  luckless: shake('0%', { total: 1 }),
  'wide-open': shake('0%', {}),
  grand: tier('grand', 'double11'),
  fine: tier('fine', 'spring'),
  small: tier('small', 'summer'),
  consolation: tier('consolation', 'campus'),
  wheel: stage('wheel', 'double11'),
  grid: stage('grid', 'member'),
  scratch: stage('scratch', 'summer'),
  egg: stage('egg', 'campus'),
  red_packet: stage('red_packet', 'spring'),
  anyone: { ...shake('0%', {}), is_login_user: false, page: PAGE },
  soon: { ...shake('0%', {}), page: PAGE, starts_at: inDays(2.5), ends_at: inDays(9) },
  over: { ...shake('100%', {}), page: PAGE },
  generous: { ...shake('100%', {}), prizes: [{ id: 'car', name: '一辆小汽车' }] },
  earn: shake('0%', {
    total: 1,
    earn: { sign_in: { per_day: 1 }, share: { per_day: 2 }, invite: { each: 2, total: 3 } },
  }),
  bare: { dispatch: 'shake', is_login_user: true },
  long: {
    ...shake('0%', { total: 3 }),
    title: LONG,
    page: { ...PAGE, subtitle: LONG, action: { text: LONG, url: '?id=1055' } },
    prizes: [
      { id: 'car', name: LONG, tier: 'grand', value: '¥123456789.00' },
      { id: 'b', name: LONG },
    ],
  },
  en: spoken('en', 'Shake and win', 'A small car'),
  tw: spoken('zh-TW', '搖一搖，贏好禮', '一輛小汽車'),
  elsewhere: {
    dispatch: 'sku',
    title: '同城好物',
    is_login_user: true,
    page: PAGE,
    skus: [sku({ zones: ['1000'] })],
  },
  hundreds: {
    dispatch: 'sku',
    title: '全场好物',
    skus: Array.from({ length: 300 }, (_, index) =>
      sku({ group: `第 ${Math.floor(index / 50) + 1} 场` }, index),
    ),
  },
  'long-sku': {
    dispatch: 'sku',
    title: LONG,
    page: PAGE,
    skus: [
      sku({ name: LONG, unit: LONG, tags: [LONG, LONG], group: LONG, price: '123456789.00' }),
      sku({ name: LONG, group: '短' }, 1),
    ],
  },
};

/** The shipped activities, and some more for what they do not come to. */
export async function allActivities(): Promise<string> {
  const shipped = Object.fromEntries(
    await Promise.all(SHIPPED.map(async (id) => [id, await readFile(`activities/${id}/data.json`, 'utf8')])),
  );
  const dir = await activitiesDir({ ...shipped, ...ACTIVITIES });
  await cp('activities/1055/media/phone.svg', join(dir, 'over', 'media', 'car.svg'));
  await cp('activities/1055/media', join(dir, 'generous', 'media'), { recursive: true });
  for (const id of SHIPPED) await cp(`activities/${id}/media`, join(dir, id, 'media'), { recursive: true });
  return dir;
}

/** Lets the winner win while `over` still runs, and ends it once the draw is where the user's draws are listed from. */
export async function endAfterWin(activities: string, dataDir: string): Promise<void> {
  const program = await startProgram({ ACTIVITIES_DIR: activities, DATA_DIR: dataDir, ROLE: 'all' });
  const token = 'demo-winner';
  const body = { activity_id: 'over', token, request_id: 'before-the-end' };
  const won = async () => (await postJson(`${program.base}/shake/draw`, body)).json.data?.won === true;
  await until(won, { what: 'the win' });
  const listed = async () =>
    (await ask(`${program.base}/shake/draws?activity_id=over&token=${token}`)).json.data.draws?.length === 1;
  await until(listed, { what: 'the draw in the archive' });
  await program.stop();
  const file = join(activities, 'over', 'data.json');
  const data = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...data, starts_at: inDays(-9), ends_at: inDays(-1) }));
}
