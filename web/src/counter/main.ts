import { send } from '../client/api.ts';
import { phoneStore, tabStore } from '../phone/phone-store.ts';
import { type CounterResult, counterResultOf, type SeenPrize, type Trouble } from './counter-result.ts';
import { activityOf, ticketIn } from './counter-ticket.ts';
import { pendingRedemption } from './pending-redemption.ts';
import {
  alreadyScreen,
  doneScreen,
  loadingScreen,
  noticeScreen,
  readyScreen,
  setUpScreen,
  show,
  troubleScreen,
} from './screens.ts';
import { keepShop, readShop, withPin } from './shop.ts';
import './counter.css';

/* The server may wait for its store for 5 s. */
const DEADLINE_MS = 8000;

/* After a lost answer the page asks again by itself, for half a minute in the worst case; then staff decide. */
const REPEATS_AFTER_MS = [500, 1500, 3000];

const app = document.getElementById('app') as HTMLElement;
const pending = pendingRedemption(tabStore);
let shop = readShop(phoneStore);

/* What is on the screen; an answer that comes later than a new scan is not shown. */
let visit = 0;

function start(): void {
  visit += 1;
  const ticket = ticketIn(location.hash);
  if (ticket === '') {
    show(app, noticeScreen('no-ticket', '扫码核销', '请用这部手机扫描顾客出示的核销二维码'));
  } else if (shop.place === '' || !shop.pins[activityOf(ticket)]) {
    setUp(ticket);
  } else if (pending.of(ticket) !== '') {
    // Its answer was lost, and the page was loaded again.
    void redeem(ticket, null);
  } else void look(ticket);
}

function setUp(ticket: string, problem = ''): void {
  const save = (place: string, pin: string) => {
    shop = keepShop(phoneStore, withPin({ ...shop, place }, activityOf(ticket), pin));
    start();
  };
  show(app, setUpScreen(shop, problem, save));
  if (problem !== '') document.getElementById('pin')?.focus();
}

async function look(ticket: string): Promise<void> {
  const own = visit;
  show(app, loadingScreen());
  const result = await ask('look', ticket, {});
  if (own === visit) showResult(ticket, result);
}

/** @param prize as it is shown while it is redeemed; `null` if it is not known yet */
async function redeem(ticket: string, prize: SeenPrize | null): Promise<void> {
  const own = visit;
  const more = { place: shop.place, request_id: pending.begin(ticket) };
  for (let repeat = 0; ; repeat += 1) {
    if (prize) showReady(ticket, prize, { isBusy: true, isLost: repeat > 0 });
    else show(app, loadingScreen());
    const result = await ask('redeem', ticket, more);
    if (own !== visit) return;
    const isLost = result.kind === 'trouble' && (result.trouble === 'offline' || result.trouble === 'busy');
    if (!isLost) {
      pending.end();
      showResult(ticket, result);
      return;
    }
    const pauseMs = REPEATS_AFTER_MS[repeat];
    if (pauseMs === undefined) {
      showUnsure(ticket, prize);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (own !== visit) return;
  }
}

async function ask(action: string, ticket: string, more: Record<string, string>): Promise<CounterResult> {
  const body = JSON.stringify({ ticket, pin: shop.pins[activityOf(ticket)], ...more });
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
  return counterResultOf(await send(`counter/${action}`, request, DEADLINE_MS), location.href);
}

function showResult(ticket: string, result: CounterResult): void {
  if (result.kind === 'trouble') {
    showTrouble(ticket, result.trouble, result.waitMs);
    return;
  }
  const { prize, isOurs, agoMs } = result;
  const thisYear = new Date().getFullYear();
  if (isOurs) show(app, doneScreen(prize, thisYear));
  else if (prize.state === 'ready') showReady(ticket, prize, { isBusy: false, isLost: false });
  else if (prize.redeemed) show(app, alreadyScreen(prize, agoMs, shop, thisYear));
  else show(app, noticeScreen('not-ready', '暂不能核销', '这个奖品现在不能核销，请联系活动负责人'));
}

function showReady(
  ticket: string,
  prize: SeenPrize,
  { isBusy, isLost }: { isBusy: boolean; isLost: boolean },
): void {
  const button = isBusy ? '正在核销…' : '确认核销';
  const hint = isLost ? '网络不稳，正在确认结果，请先不要发放奖品' : isBusy ? '请稍候' : '';
  const run = () => void redeem(ticket, prize);
  show(
    app,
    readyScreen(prize, { button, hint, isBusy }, shop, run, () => setUp(ticket)),
  );
}

function showUnsure(ticket: string, prize: SeenPrize | null): void {
  const lead = '还不知道是否核销成功，请先不要发放奖品。网络恢复后点“再次确认”，不会重复核销。';
  const run = () => void redeem(ticket, prize);
  show(app, noticeScreen('unsure', '没有收到结果', lead, { label: '再次确认', run }));
}

function showTrouble(ticket: string, trouble: Trouble, waitMs: number): void {
  if (trouble !== 'wrong_pin') {
    show(app, troubleScreen(trouble, waitMs, start));
    return;
  }
  shop = keepShop(phoneStore, withPin(shop, activityOf(ticket), ''));
  setUp(ticket, '员工密码不正确，请重新输入');
}

// A browser that has the page open may change only the fragment when the next code is scanned.
window.addEventListener('hashchange', start);
start();
