import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Handler, type SeenRequest, startHttpServer } from './http-server.ts';
import { tempDir } from './temp-dir.ts';

export const WECHAT_TICKET = 'a-jsapi-t1cket';
export const WECHAT_SECRET = 's3cret'.padEnd(32, '0');

export interface WechatStub {
  /** Of a program that asks this API. */
  readonly settings: Readonly<Record<string, string>>;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** An API of WeChat of the tests' own, for one account. @param handler answers in its place */
export async function startWechat(handler: Handler = answer): Promise<WechatStub> {
  const server = await startHttpServer(handler);
  const file = join(await tempDir(), 'wechat-secret');
  await writeFile(file, `${WECHAT_SECRET}\n`);
  return {
    settings: {
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_SECRET_FILE: file,
      WECHAT_API_URL: `${server.origin}/`,
    },
    requests: server.requests,
    close: () => server.close(),
  };
}

const answer: Handler = (request, response) => {
  const isToken = request.url === '/cgi-bin/stable_token';
  const body = isToken
    ? { access_token: 'an-access-t0ken', expires_in: 7200 }
    : { errcode: 0, errmsg: 'ok', ticket: WECHAT_TICKET, expires_in: 7200 };
  response.end(JSON.stringify(body));
};
