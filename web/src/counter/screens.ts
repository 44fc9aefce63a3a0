import { momentText, type SeenPrize, type Trouble } from './counter-result.ts';
import { element, icon } from './element.ts';
import type { Shop } from './shop.ts';

export interface Screen {
  /** For the style, and for tests. */
  readonly state: string;
  readonly tone: 'plain' | 'good' | 'warning';
  readonly content: readonly (Node | null)[];
}

const CHECK = 'M4 12.5l5.5 5.5L20 7';
const ATTENTION = 'M12 5v9M12 18.5v.5';
const SCAN = 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16';

/** What the shop has to know, such as a wrong PIN; '' for nothing. */
export function setUpScreen(shop: Shop, problem: string, save: (place: string, pin: string) => void): Screen {
  const place = element('input', {
    id: 'place',
    value: shop.place,
    maxLength: 40,
    required: true,
    autocomplete: 'organization',
    placeholder: '例如：人民路店',
  });
  const pin = element('input', {
    id: 'pin',
    inputMode: 'numeric',
    pattern: '[0-9]{6,12}',
    minLength: 6,
    maxLength: 12,
    required: true,
    autocomplete: 'off',
    placeholder: '6 位数字',
  });
  const error = element('p', { id: 'problem', className: 'problem' }, problem);
  error.setAttribute('role', 'alert');
  if (problem !== '') {
    pin.setAttribute('aria-invalid', 'true');
    pin.setAttribute('aria-describedby', 'problem');
  }
  const form = element(
    'form',
    { className: 'card form' },
    element('label', { htmlFor: 'place' }, '门店名称'),
    place,
    element('label', { htmlFor: 'pin' }, '员工密码'),
    pin,
    error,
    element('button', { type: 'submit', className: 'button' }, '保存并继续'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save(place.value.trim(), pin.value.trim());
  });
  const lead = '密码由活动负责人提供。保存在这部手机里，下次不用再填。';
  return { state: 'set-up', tone: 'plain', content: [heading('门店设置'), text(lead, 'lead'), form] };
}

export function loadingScreen(): Screen {
  const spinner = element('div', { className: 'spinner' });
  return { state: 'loading', tone: 'plain', content: [spinner, heading('正在查询…')] };
}

/** @param hint below the button; '' for the usual one */
export function readyScreen(
  prize: SeenPrize,
  { button, hint, isBusy }: { button: string; hint: string; isBusy: boolean },
  { place }: Shop,
  redeem: () => void,
  change: () => void,
): Screen {
  const confirm = element('button', { type: 'button', className: 'button big', disabled: isBusy }, button);
  confirm.addEventListener('click', redeem);
  const status = text(hint || '核销后不能撤销，请先核对奖品', 'hint');
  status.setAttribute('role', 'status');
  return {
    state: isBusy ? 'redeeming' : 'ready',
    tone: 'plain',
    content: [
      prize.activity === '' ? null : text(prize.activity, 'activity'),
      element(
        'section',
        { className: 'card prize' },
        prize.image === null ? null : element('img', { src: prize.image, alt: '' }),
        element(
          'div',
          { className: 'prize-text' },
          heading(prize.name),
          text(`编号 ${prize.serial}`, 'serial'),
        ),
      ),
      shopLine(place, isBusy ? null : change),
      element('div', { className: 'actions' }, confirm, status),
    ],
  };
}

export function doneScreen(prize: SeenPrize, thisYear: number): Screen {
  return {
    state: 'done',
    tone: 'good',
    content: [sign(CHECK), heading('核销成功'), text('请把奖品交给顾客', 'lead'), facts(prize, thisYear)],
  };
}

/** @param agoMs how long ago; `null` if that is not known */
export function alreadyScreen(
  prize: SeenPrize,
  agoMs: number | null,
  { place }: Shop,
  thisYear: number,
): Screen {
  const { at, place: where } = prize.redeemed ?? { at: '', place: '' };
  const minutes = agoMs === null ? Number.POSITIVE_INFINITY : Math.floor(agoMs / 60_000);
  const isOwn = where === place && minutes < 10;
  const ago = minutes < 1 ? '刚刚' : `${minutes} 分钟前`;
  return {
    state: 'already',
    tone: 'warning',
    content: [
      sign(ATTENTION),
      heading('已核销过'),
      text(`已于 ${momentText(at, thisYear)} 在「${where}」核销`, 'lead'),
      text(isOwn ? `本店${ago}核销的，如果奖品已经交给顾客，不用再发` : '请不要重复发放奖品', 'advice'),
      facts({ ...prize, redeemed: null }, thisYear),
    ],
  };
}

/** A screen with one thing to say, and perhaps one to do. */
export function noticeScreen(
  state: string,
  title: string,
  lead: string,
  action: { readonly label: string; readonly run: () => void } | null = null,
): Screen {
  const button = action && element('button', { type: 'button', className: 'button' }, action.label);
  button?.addEventListener('click', action?.run ?? (() => {}));
  const mark = sign(state === 'no-ticket' ? SCAN : ATTENTION);
  return { state, tone: 'plain', content: [mark, heading(title), text(lead, 'lead'), button] };
}

type Told = Exclude<Trouble, 'wrong_pin'>;

/* What is wrong, and what staff do about it; and whether to try again may help. */
const TROUBLES: Readonly<Record<Told, readonly [title: string, lead: string, again: boolean]>> = {
  bad_ticket: ['无效的核销码', '请让顾客在活动页打开核销二维码，再扫一次', false],
  ticket_expired: ['二维码已过期', '请让顾客刷新二维码，再扫一次', false],
  no_such_win: ['查不到这个奖品', '如果是刚刚抽中的，请过一会儿重试', true],
  no_pin: ['活动还不能核销', '这个活动还没有设置员工密码，请联系活动负责人', true],
  locked: ['暂时锁定', '密码输错次数过多', true],
  offline: ['网络不可用', '请检查网络后重试', true],
  busy: ['系统繁忙', '请稍后重试', true],
};

/** @param waitMs after how long it may be tried again, where that is known */
export function troubleScreen(trouble: Told, waitMs: number, again: () => void): Screen {
  const [title, lead, mayHelp] = TROUBLES[trouble];
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  const whole = trouble === 'locked' ? `${lead}，请 ${minutes} 分钟后再试` : lead;
  return noticeScreen(trouble, title, whole, mayHelp ? { label: '重试', run: again } : null);
}

/** Shows the screen, and leads readers to its heading. */
export function show(app: HTMLElement, { state, tone, content }: Screen): void {
  app.dataset['state'] = state;
  document.documentElement.dataset['tone'] = tone;
  // `replaceChildren` is missing in older web views.
  app.textContent = '';
  for (const node of content) if (node) app.appendChild(node);
  app.querySelector('h1')?.focus();
}

function facts({ name, serial, redeemed }: SeenPrize, thisYear: number): HTMLElement {
  const rows: [string, string][] = [
    ['奖品', name],
    ['编号', serial],
  ];
  if (redeemed) rows.push(['门店', redeemed.place], ['时间', momentText(redeemed.at, thisYear)]);
  const list = rows.map(([term, value]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, value)),
  );
  return element('dl', { className: 'card facts' }, ...list);
}

function shopLine(place: string, change: (() => void) | null): HTMLElement {
  const button = change && element('button', { type: 'button', className: 'link' }, '修改');
  button?.addEventListener('click', change ?? (() => {}));
  return element('p', { className: 'shop' }, element('span', {}, `本店：${place}`), button);
}

function sign(path: string): HTMLElement {
  return element('div', { className: 'sign' }, icon(path));
}

function heading(title: string): HTMLElement {
  return element('h1', { tabIndex: -1 }, title);
}

function text(content: string, className: string): HTMLElement {
  return element('p', { className }, content);
}
