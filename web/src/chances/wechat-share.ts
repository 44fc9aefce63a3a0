import { endpointOf } from '../activity/address.ts';
import type { Answer } from '../client/api.ts';
import { fieldsOf } from '../client/read.ts';
import { isWeChat } from '../phone/is-wechat.ts';

/** What a friend sees of the page in WeChat. */
export interface WechatShareable {
  readonly title: string;
  readonly text: string;
  /** Of the page, as a friend shall open it. Its domain must be one of the official account. */
  readonly url: string;
  /** Absolute. */
  readonly image: string;
}

/** What the page needs of the browser; a test has its own. */
export interface WechatBrowser {
  readonly userAgent: string;
  /** The page's address now. */
  readonly href: string;
  /** The address that the page was opened at; '' where the browser does not keep it. */
  readonly landing: string;
  ask(url: string): Promise<Answer>;
  /** Resolves when the script has run; rejects if it cannot be had. */
  load(src: string): Promise<void>;
  /** `window.wx` */
  wx(): unknown;
  wait(ms: number): Promise<void>;
}

const SDK = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js';
const SHARE_APIS = ['updateAppMessageShareData', 'updateTimelineShareData'] as const;
const NOT_FOUND = 4004;
/* Of question, script and WeChat's own check together, on a weak network. */
const WHOLE_DEADLINE_MS = 30_000;

type Sdk = Readonly<
  Record<'config' | 'ready' | 'error' | (typeof SHARE_APIS)[number], (value: unknown) => void>
>;

/** `off`: it will not work on this page. `failed`: it may work the next time. */
type Opened = { readonly kind: 'open'; readonly sdk: Sdk } | { readonly kind: 'off' | 'failed' };

/** A function that sets what WeChat's own menu shares. It prepares the JS-SDK at its first call, once a page. */
export function wechatShare(browserOf: () => WechatBrowser): (what: WechatShareable) => Promise<void> {
  let opening: Promise<Opened> | undefined;
  let latest: WechatShareable | undefined;

  return async (what) => {
    try {
      latest = what;
      opening ??= openInTime(browserOf());
      const mine = opening;
      const opened = await mine;
      if (opened.kind === 'failed' && opening === mine) opening = undefined;
      // Calls that came meanwhile may be ready in another order.
      if (opened.kind !== 'open' || latest !== what) return;
      const { title, text, url, image } = what;
      opened.sdk.updateAppMessageShareData({ title, desc: text, link: url, imgUrl: image });
      opened.sdk.updateTimelineShareData({ title, link: url, imgUrl: image });
    } catch {
      // Then WeChat shares the page by its title and address, as it does everywhere else.
    }
  };
}

function openInTime(browser: WechatBrowser): Promise<Opened> {
  const failed = (): Opened => ({ kind: 'failed' });
  return Promise.race([open(browser).catch(failed), browser.wait(WHOLE_DEADLINE_MS).then(failed)]);
}

async function open(browser: WechatBrowser): Promise<Opened> {
  if (!isWeChat(browser.userAgent)) return { kind: 'off' };
  const { href } = browser;
  const endpoint = endpointOf(href, 'wechat/signature');
  const answer = await browser.ask(`${endpoint}?url=${encodeURIComponent(signedAddress(browser))}`);
  if (answer.kind !== 'answered') return { kind: 'failed' };
  if (answer.ret !== 0) return { kind: answer.ret === NOT_FOUND ? 'off' : 'failed' };
  const { app_id, timestamp, nonce, signature } = fieldsOf(answer.data);
  // Not before: the SDK reports the page's address to WeChat, and by now it holds no token.
  await browser.load(SDK);
  const sdk = sdkOf(browser.wx());
  if (!sdk) return { kind: 'failed' };
  return new Promise((resolve) => {
    // `error` comes before `ready`, which comes in any case.
    sdk.error(() => resolve({ kind: 'off' }));
    sdk.ready(() => resolve({ kind: 'open', sdk }));
    // The SDK changes the list.
    sdk.config({ appId: app_id, timestamp, nonceStr: nonce, signature, jsApiList: [...SHARE_APIS] });
  });
}

/**
 * WeChat on iOS compares the signature with the address that the page was opened at, also after `replaceState`, by
 * which this page removes a token; WeChat on Android with the address now.
 */
function signedAddress({ userAgent, href, landing }: WechatBrowser): string {
  const isIos = /iPhone|iPad|iPod/.test(userAgent);
  // Older browsers write `document` there.
  const isKnown = landing.startsWith(`${new URL(href).origin}/`);
  return (isIos && isKnown ? landing : href).split('#', 1)[0] ?? '';
}

function sdkOf(value: unknown): Sdk | null {
  const names = ['config', 'ready', 'error', ...SHARE_APIS];
  const fields = fieldsOf(value);
  return names.every((name) => typeof fields[name] === 'function') ? (value as Sdk) : null;
}
