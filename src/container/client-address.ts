import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

/** The client's own address. A proxy may send anything in `X-Forwarded-For`: what is no address does not count. */
export function clientAddress(
  request: IncomingMessage,
  trusts: (address: string, hop: number) => boolean,
): string {
  const address = proxyAddr(request, trusts);
  return isIP(address) === 0 ? (request.socket.remoteAddress ?? '') : address;
}

/** Whether the program that has connected is a trusted proxy. The other end of a socket without an address is none. */
export function peerTrust(trusts: (address: string, hop: number) => boolean): (address: string) => boolean {
  return (address) => isIP(address) !== 0 && trusts(address, 0);
}
