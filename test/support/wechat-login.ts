import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWechatStub } from '../../examples/wechat-stub.mjs';
import { activitiesDir } from './activities-dir.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import { tempDir } from './temp-dir.ts';

/** As WeChat's browser on a phone names itself. */
export const WECHAT_AGENT =
  'Mozilla/5.0 (Linux; Android 14; V2241A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50.2701(0x2800323E) NetType/WIFI Language/zh_CN';

export type WechatStub = Awaited<ReturnType<typeof startWechatStub>>;
export type StubOptions = NonNullable<Parameters<typeof startWechatStub>[0]>;

export interface WechatLoginProgram extends RunningProgram {
  readonly stub: WechatStub;
}

const PRIZES = [{ id: 'car', name: '一辆小汽车' }];
const RULES = { chances: { total: 3 }, prizes: { car: { odds: '100%' } } };
const shake = {
  dispatch: 'shake',
  title: '摇一摇，赢好礼',
  is_login_user: true,
  prizes: PRIZES,
  rules: RULES,
};

/** `lucky` needs a login and names none; `own` names one; `zoned` is for a zone; `open` needs none; two have a page in another language. */
const ACTIVITIES = {
  lucky: shake,
  own: { ...shake, page: { login_url: 'https://login.example/?to={return}' } },
  zoned: { ...shake, is_check_zone: true, zones: ['1000'] },
  open: { ...shake, is_login_user: false },
  english: { ...shake, title: 'Shake to win', page: { language: 'en' } },
  taiwan: { ...shake, page: { language: 'zh-TW' } },
};

/** The built program with IDENTITY=wechat beside a WeChat of the tests' own. */
export async function startWechatLogin(
  env: Readonly<Record<string, string>> = {},
  stubOptions: StubOptions = {},
): Promise<WechatLoginProgram> {
  const stub = await startWechatStub(stubOptions);
  const secretFile = join(await tempDir(), 'wechat-secret');
  await writeFile(secretFile, stub.secret);
  const program = await startProgram({
    IDENTITY: 'wechat',
    WECHAT_APP_ID: stub.appId,
    WECHAT_SECRET_FILE: secretFile,
    WECHAT_API_URL: stub.origin,
    WECHAT_OPEN_URL: stub.origin,
    ACTIVITIES_DIR: await activitiesDir(ACTIVITIES),
    ...env,
  });
  const stop = async (signal?: NodeJS.Signals) => {
    const code = await program.stop(signal);
    await stub.close();
    return code;
  };
  return { ...program, stop, stub };
}

export interface Visited {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string;
  readonly setCookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly json: any;
}

/** A browser with cookies, as far as a login needs one: it follows no redirect by itself. */
export class WechatBrowser {
  readonly cookies = new Map<string, string>();
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(base: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = base;
    this.#headers = { 'User-Agent': WECHAT_AGENT, ...headers };
  }

  /** @param path below the base path, or a whole address */
  async visit(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Visited> {
    const url = path.startsWith('http') ? path : `${this.#base}${path}`;
    const isOurs = url.startsWith(new URL(this.#base).origin);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.#headers, ...(isOurs && cookie && { Cookie: cookie }), ...init.headers };
    const response = await fetch(url, { ...init, redirect: 'manual', headers });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) this.#keep(line);
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('Location') ?? '',
      setCookies,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  /** The way to WeChat and to its answer, which is not followed: the address of the callback. */
  async comeBack(as: string, returnTo = '/cms-market/?id=lucky'): Promise<string> {
    const { location } = await this.visit(`/wechat/login?return=${encodeURIComponent(returnTo)}`);
    return (await this.chosen(location, as)).location;
  }

  /** What follows the choice of a user on WeChat's page. @param as `''`: none */
  async chosen(authorizeUrl: string, as: string): Promise<Visited> {
    const page = await this.visit(authorizeUrl);
    const [, link = ''] = new RegExp(`href="(/choose\\?user=${as}&[^"]*)"`).exec(page.text) ?? [];
    return this.visit(new URL(link, authorizeUrl).href);
  }

  /** Logs in. */
  async logIn(as: string, returnTo?: string): Promise<Visited> {
    return this.visit(await this.comeBack(as, returnTo));
  }

  copy(): WechatBrowser {
    const other = new WechatBrowser(this.#base, this.#headers);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */);
    const at = pair.indexOf('=');
    if (attributes.includes('Max-Age=0')) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
