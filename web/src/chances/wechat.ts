import { send } from '../client/api.ts';
import { attempt } from '../phone/kept.ts';
import { type WechatBrowser, wechatShare } from './wechat-share.ts';

const DEADLINE_MS = 8_000;

/** Sets the card that WeChat's own menu sends. Does nothing outside WeChat. Never rejects, and need not be waited for. */
export const shareInWechat = wechatShare(thisBrowser);

function thisBrowser(): WechatBrowser {
  return {
    userAgent: navigator.userAgent,
    href: location.href,
    landing: attempt(() => performance.getEntriesByType('navigation')[0]?.name) ?? '',
    ask: (url) => send(url, {}, DEADLINE_MS),
    load: (src) =>
      new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.onload = () => resolve();
        script.onerror = () => {
          script.remove();
          reject(new Error('the script cannot be had'));
        };
        script.src = src;
        document.head.append(script);
      }),
    wx: () => (window as { wx?: unknown }).wx,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
