import type { Lifecycle } from '../http/lifecycle.ts';
import type { Route } from '../http/route.ts';
import { sendAnswer, sendJson } from '../http/send.ts';
import type { HealthCheck } from './health-check.ts';
import type { MetricsPage } from './metrics-page.ts';

export interface ProbeRoutesDependencies {
  readonly lifecycle: Lifecycle;
  /** Whether it is known what to serve. */
  isLoaded(): boolean;
  readonly healthChecks: readonly HealthCheck[];
  readonly metrics: MetricsPage;
}

const GET = ['GET'] as const;
const NO_STORE = ['Cache-Control', 'no-store'];

/** What machines ask of the service. The paths stand outside the base path, so nginx does not expose them. */
export function probeRoutes({
  lifecycle,
  isLoaded,
  healthChecks,
  metrics,
}: ProbeRoutesDependencies): readonly Route[] {
  return [
    { methods: GET, path: '/healthz', handle: (ctx) => sendJson(ctx, 200, { status: 'ok' }) },
    {
      methods: GET,
      path: '/readyz',
      handle: (ctx) => {
        if (lifecycle.draining) return sendJson(ctx, 503, { status: 'draining' }, NO_STORE);
        if (!isLoaded()) return sendJson(ctx, 503, { status: 'loading' }, NO_STORE);
        const checks = Object.fromEntries(healthChecks.map((check) => [check.name, check.status()]));
        const isDegraded = Object.values(checks).some(({ status }) => status === 'degraded');
        sendJson(ctx, 200, { status: isDegraded ? 'degraded' : 'ok', checks }, NO_STORE);
      },
    },
    {
      methods: GET,
      path: '/metrics',
      handle: async (ctx) => {
        const text = Buffer.from(await metrics.text());
        sendAnswer(ctx, 200, ['Content-Type', metrics.contentType, ...NO_STORE], [text]);
      },
    },
  ];
}
