import { readFileSync } from 'node:fs';
import { httpUrl, NotAllowed } from './settings-readers.ts';

export function wechatAppId(text: string): string {
  if (/^wx[0-9A-Za-z]{16}$/.test(text)) return text;
  throw new NotAllowed('the AppID of an official account: wx and 16 letters and digits');
}

/* The message must not show what stands in the file. */
export function wechatSecret(path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (/^[0-9A-Za-z]{32}$/.test(secret)) return secret;
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file that can be read and holds the AppSecret alone: 32 letters and digits');
}

/** Without a slash at its end. */
export function wechatApiUrl(text: string): string {
  const { search, hash, href } = new URL(httpUrl(text));
  if (search === '' && hash === '') return href.replace(/\/+$/, '');
  throw new NotAllowed('an http:// or https:// URL without a query');
}
