import type { Stage } from './journey.ts';
import type { Step } from './samples.ts';
import { ACTIVITY, BASE, type Site, type SiteFile, ZONE } from './site.ts';

/** A request as its bytes. */
export interface UserRequest {
  readonly step: Step;
  readonly text: string;
  /** 200, or 304 where the browser has a copy. */
  readonly status: number;
}

/** What a phone sends beside what each request needs. */
export function userHeaders(acceptEncoding: string, isBehindTls: boolean): Record<string, string> {
  return {
    'User-Agent':
      'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
    Accept: '*/*',
    'Accept-Language': 'zh-CN,zh;q=0.9',
    'Accept-Encoding': acceptEncoding,
    'Sec-Fetch-Site': 'same-origin',
    ...(isBehindTls && { 'X-Forwarded-Proto': 'https' }),
  };
}

/** The requests of the users of one site. What does not depend on the user is made once. */
export class UserRequests {
  readonly #head: string;
  readonly #opening: { readonly cold: readonly UserRequest[]; readonly warm: readonly UserRequest[] };
  readonly #pictures: { readonly cold: readonly UserRequest[]; readonly warm: readonly UserRequest[] };

  constructor(site: Site, headers: Readonly<Record<string, string>>) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = ` HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}`;
    const load = (step: Step) => (file: SiteFile) => this.#get(step, file.path);
    // The page is asked for each time, and pictures after five minutes; assets are never asked for again.
    const check = (step: Step) => (file: SiteFile) => this.#get(step, file.path, file.etag);
    this.#opening = {
      cold: [load('page')(site.page), ...site.assets.map(load('asset'))],
      warm: [check('page')(site.page)],
    };
    this.#pictures = { cold: site.media.map(load('media')), warm: site.media.map(check('media')) };
  }

  /** @param index of the stage in the visit, so that each draw has its own request id */
  of(stage: Stage, uid: string, isCold: boolean, index: number): UserRequest[] {
    const user = `"activity_id":"${ACTIVITY}","token":"demo-${uid}@${ZONE}"`;
    switch (stage) {
      case 'open': {
        const cache = isCold ? 'cold' : 'warm';
        return [...this.#opening[cache], this.#post('static', '/static', user), ...this.#pictures[cache]];
      }
      case 'draw':
        return [this.#post('draw', '/shake/draw', `${user},"request_id":"${uid}-${index}"`, uid)];
      case 'prizes':
        return [this.#post('prizes', '/shake/prizes', user, uid)];
    }
  }

  #get(step: Step, path: string, etag = ''): UserRequest {
    const condition = etag && `If-None-Match: ${etag}\r\n`;
    return { step, text: `GET ${path}${this.#head}${condition}\r\n`, status: etag ? 304 : 200 };
  }

  /** @param cookieUid the user whose token an earlier answer has set as cookie */
  #post(step: Step, path: string, members: string, cookieUid = ''): UserRequest {
    const body = `{${members}}`;
    const cookie = cookieUid && `Cookie: token=demo-${cookieUid}@${ZONE}\r\n`;
    const type = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    return { step, text: `POST ${BASE}${path}${this.#head}${cookie}${type}\r\n${body}`, status: 200 };
  }
}
