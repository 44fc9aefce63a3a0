import { DELIVERIES, deliver, refused } from '../deliveries.ts';
import { envelope, hold, type State, type Visit } from './state.ts';

const answerStatic = ({ phone }: Visit, status: number, ret: number, msg: string) =>
  phone.page.route('**/static', (route) =>
    route.fulfill({ status, headers: { 'Retry-After': '60' }, json: envelope(ret, msg) }),
  );

/* Longer than the page waits for any answer. */
const NO_ANSWER_MS = 60_000;

/** Before there is an answer, and where the activity cannot be taken part in, or no more. */
export const REFUSAL_STATES: readonly State[] = [
  {
    name: 'loading',
    async reach({ phone, open }) {
      await phone.page.route('**/static', hold);
      await open('id=1055');
      await phone.page.getByText('正在加载').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'not-started',
    async reach({ phone, open, state, token }) {
      await open(`id=soon&token=${token}`);
      await state('not_started');
      await phone.page.getByRole('timer').waitFor();
    },
  },
  {
    name: 'not-started-stranger',
    async reach({ open, state, text }) {
      await open('id=soon');
      await state('not_started');
      await text('先登录，开始后直接参与');
    },
  },
  {
    name: 'ended-with-prizes',
    async reach({ phone, open, state, text }) {
      const face = { image: 'media/car.svg', claim: '到店出示即可领取', claim_url: '?id=1055' };
      await deliver(phone.page, () => ({ ...face, delivery: DELIVERIES.counter }));
      await open('id=over&token=demo-winner');
      await state('ended');
      await phone.page.locator('.won').getByText('一辆小汽车').waitFor();
      await text('到店出示');
    },
  },
  {
    name: 'ended-stranger',
    async reach({ open, state, text }) {
      await open('id=over');
      await state('ended');
      await text('登录后查看我的奖品');
    },
  },
  {
    name: 'please-log-in',
    async reach({ open, state, text }) {
      await open('id=1055');
      await state('please_log_in');
      await text('登录后即可参与活动');
    },
  },
  {
    name: 'login-expired',
    async reach({ open, state, text }) {
      await open('id=1057&token=worn-out');
      await state('please_log_in');
      await text('登录已失效');
    },
  },
  {
    name: 'wrong-zone',
    async reach({ open, state }) {
      await open('id=1055&token=demo-bob@9999');
      await state('wrong_zone');
    },
  },
  {
    name: 'paused',
    async reach({ phone, open, state, text }) {
      const detail = { title: '周年庆摇一摇', dispatch: 'shake', page: { theme: { name: 'summer' } } };
      await phone.page.route('**/static', (route) => route.fulfill(refused(1007, detail)));
      await open('id=1055');
      await state('paused');
      await text('已有的机会和奖品都还在');
    },
  },
  {
    name: 'blocked',
    async reach({ phone, open, state, text }) {
      const detail = { title: '周年庆摇一摇', dispatch: 'shake', page: { theme: { name: 'member' } } };
      await phone.page.route('**/static', (route) => route.fulfill(refused(1008, detail)));
      await open('id=1055');
      await state('blocked');
      await text('如有疑问，请联系主办方');
    },
  },
  {
    name: 'proof-needed',
    async reach({ phone, open, state, text }) {
      const page = { theme: { name: 'spring' }, captcha_url: '/captcha?return={return}' };
      const detail = { title: '周年庆摇一摇', dispatch: 'shake', page };
      await phone.page.route('**/static', (route) => route.fulfill(refused(1009, detail)));
      await open('id=1055');
      await state('proof_needed');
      await text('去验证');
    },
  },
  {
    name: 'proof-needed-elsewhere',
    async reach({ phone, open, state, text }) {
      const detail = { title: '周年庆摇一摇', dispatch: 'shake', page: { theme: { name: 'campus' } } };
      await phone.page.route('**/static', (route) => route.fulfill(refused(1009, detail)));
      await open('id=1055');
      await state('proof_needed');
      await text('本次没有使用机会');
    },
  },
  {
    name: 'too-many-requests',
    async reach(visit) {
      await answerStatic(visit, 429, 4029, '操作太频繁，请稍后再试');
      await visit.open('id=1055');
      await visit.state('too_many_requests');
    },
  },
  {
    name: 'busy',
    async reach(visit) {
      await answerStatic(visit, 503, 5003, '系统繁忙，请稍后再试');
      await visit.open('id=1055');
      await visit.state('busy');
      await visit.text('秒后自动重试');
    },
  },
  {
    name: 'offline',
    async reach({ phone, open, state }) {
      await phone.page.route('**/static', async (route) => {
        await phone.context.setOffline(true);
        await route.abort('internetdisconnected');
      });
      await open('id=1055');
      await state('offline');
    },
  },
  {
    name: 'timeout',
    async reach({ phone, open, state, text }) {
      await phone.page.clock.install();
      await phone.page.route('**/static', hold);
      await Promise.all([phone.page.waitForRequest('**/static'), open('id=1055')]);
      await phone.page.clock.fastForward(NO_ANSWER_MS);
      await state('failed');
      await text('加载超时');
    },
  },
  {
    name: 'failed',
    async reach({ phone, open, state }) {
      await phone.page.route('**/static', (route) => route.abort('connectionfailed'));
      await open('id=1055');
      await state('failed');
    },
  },
  {
    name: 'no-such-activity',
    async reach({ open, state }) {
      await open('id=nothing-here');
      await state('no_such_activity');
    },
  },
];
