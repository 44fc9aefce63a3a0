import { z } from 'zod';
import type { JsapiTicket, JsapiTickets } from '../../domain/visitors/jsapi-tickets.ts';
import { readWechatAnswer } from './read-wechat-answer.ts';
import { WechatClient } from './wechat-client.ts';
import { WechatRefusal } from './wechat-refusal.ts';

/*
 * For all calls of one ticket together. A page waits for it and loses nothing meanwhile; a proxy in front gives up
 * after 5 s.
 */
const DEADLINE_MS = 3000;

/* The token is not valid, or not any more: another program of the account has asked for a new one. */
const TOKEN_REFUSED: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/* What a signature is made of, or a query: printable ASCII. */
const secretText = z.string().regex(/^[\x21-\x7E]{1,1024}$/);
const tokenAnswer = z.object({ access_token: secretText });
const ticketAnswer = z.object({ ticket: secretText, expires_in: z.int().min(1) });

export interface WechatAccount {
  readonly appId: string;
  readonly secret: string;
  /** Of WeChat's API, without a slash at its end. */
  readonly apiUrl: string;
}

/** Gets tickets by WeChat's `stable_token` and `getticket`. */
export class WechatJsapiTickets implements JsapiTickets {
  readonly #account: WechatAccount;
  readonly #client: WechatClient;
  readonly #deadlineMs: number;

  /** @param deadlineMs shorter only in tests */
  constructor(account: WechatAccount, deadlineMs = DEADLINE_MS) {
    this.#account = account;
    this.#client = new WechatClient(account.apiUrl);
    this.#deadlineMs = deadlineMs;
  }

  async issue(): Promise<JsapiTicket> {
    const signal = AbortSignal.timeout(this.#deadlineMs);
    const token = await this.#token(signal);
    try {
      return await this.#ticket(token, signal);
    } catch (error) {
      if (!(error instanceof WechatRefusal && TOKEN_REFUSED.has(error.errcode))) throw error;
      return this.#ticket(await this.#token(signal), signal);
    }
  }

  close(): void {
    this.#client.close();
  }

  /*
   * The stable token is the same for all who ask, and a call does not end that of another process. It is not kept: it
   * is needed once in two hours, and by then it is another. `force_refresh` would end it for the others.
   */
  async #token(signal: AbortSignal): Promise<string> {
    const { appId, secret } = this.#account;
    const body = { grant_type: 'client_credential', appid: appId, secret };
    const answer = await this.#client.call({ path: '/cgi-bin/stable_token', body }, signal);
    return readWechatAnswer(tokenAnswer, answer, 'stable_token').access_token;
  }

  async #ticket(token: string, signal: AbortSignal): Promise<JsapiTicket> {
    const query = { access_token: token, type: 'jsapi' };
    const answer = await this.#client.call({ path: '/cgi-bin/ticket/getticket', query }, signal);
    const { ticket, expires_in } = readWechatAnswer(ticketAnswer, answer, 'getticket');
    return { text: ticket, lastsMs: expires_in * 1000 };
  }
}
