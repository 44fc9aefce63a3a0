import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import { createApp } from '../adapters/koa/http/app.ts';
import { requestLog } from '../adapters/pino/request-log.ts';
import { ActivityService } from '../application/activities/activity-service.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** The Koa application with all that it serves. */
export function registerHttp(registry: Registry): void {
  const { basePath, sessionTtlSeconds, trustProxy } = registry.get(tokens.settings);
  registry.value(tokens.lifecycle, { draining: false, closing: false });
  registry.factory(
    tokens.service,
    (get) =>
      new ActivityService({
        gate: get(tokens.gate),
        ledger: get(tokens.ledger),
        seeds: get(tokens.seeds),
        clock: get(tokens.clock),
      }),
  );
  registry.factory(tokens.app, (get) => {
    const metrics = get(tokens.metrics);
    const logRequest = requestLog(get(tokens.log));
    const trusts = proxyAddr.compile([...trustProxy]);
    return createApp({
      service: get(tokens.service),
      draws: get(tokens.draws),
      page: get(tokens.page),
      media: get(tokens.media),
      clock: get(tokens.clock),
      identifiers: get(tokens.identifiers),
      errorReporter: get(tokens.errorReporter),
      lifecycle: get(tokens.lifecycle),
      healthChecks: get(tokens.healthChecks),
      metrics: get(tokens.metricsPage),
      observe: (request) => {
        metrics.countRequest(request);
        logRequest(request);
      },
      clientAddress: (request) => clientAddress(request, trusts),
      basePath,
      cookie: {
        path: basePath,
        maxAgeSeconds: sessionTtlSeconds,
        trustsPeer: (address) => isIP(address) !== 0 && trusts(address, 0),
      },
    });
  });
}

/* A proxy may send anything in `X-Forwarded-For`: what is no address does not count. */
function clientAddress(request: IncomingMessage, trusts: (address: string, hop: number) => boolean): string {
  const address = proxyAddr(request, trusts);
  return isIP(address) === 0 ? (request.socket.remoteAddress ?? '') : address;
}
