import type { PageAddress } from './address.ts';

const taken = new WeakSet<PageAddress>();

/** What the captcha's page has put into the address; once, because a captcha is good for one request. '' if there is none. */
export function takeProof(address: PageAddress): string {
  if (taken.has(address)) return '';
  taken.add(address);
  return address.proof;
}
