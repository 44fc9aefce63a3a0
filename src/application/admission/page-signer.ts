import { createHash } from 'node:crypto';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { KeptTicket } from './kept-ticket.ts';

/* WeChat takes up to 32 characters. */
const NONCE_BYTES = 8;

/** What a page needs to use WeChat's JS-SDK at one address. */
export interface PageSignature {
  readonly appId: string;
  /** Whole Unix seconds. */
  readonly timestamp: number;
  readonly nonce: string;
  readonly signature: string;
}

export interface PageSignerDependencies {
  readonly appId: string;
  readonly ticket: Pick<KeptTicket, 'current'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Signs addresses of pages for WeChat's JS-SDK. */
export class PageSigner {
  readonly #deps: PageSignerDependencies;

  constructor(deps: PageSignerDependencies) {
    this.#deps = deps;
  }

  /**
   * @param url of the page, as its browser has it, without the fragment
   * @throws DependencyError if WeChat gives no ticket
   */
  async sign(url: string): Promise<PageSignature> {
    const { appId, ticket, clock, entropy } = this.#deps;
    const text = await ticket.current();
    const timestamp = Math.floor(clock.now() / 1000);
    const nonce = entropy.hex(NONCE_BYTES);
    return { appId, timestamp, nonce, signature: jsapiSignature({ ticket: text, nonce, timestamp, url }) };
  }
}

/** By WeChat's documentation of the JS-SDK: SHA-1 in hex, of these four in this order, and nothing is escaped. */
export function jsapiSignature({
  ticket,
  nonce,
  timestamp,
  url,
}: {
  readonly ticket: string;
  readonly nonce: string;
  readonly timestamp: number;
  readonly url: string;
}): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonce}&timestamp=${timestamp}&url=${url}`;
  return createHash('sha1').update(text).digest('hex');
}
