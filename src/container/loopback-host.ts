const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL with this host name stays on this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}
