import type { Log } from './log.ts';

/** What is logged of a request. Nothing of it tells who the visitor is. */
export interface LoggedRequest {
  readonly requestId: string;
  readonly trace: { readonly id: string } | null;
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly ret: number | null;
  readonly durationMs: number;
  readonly activityId: string | null;
}

/* They are asked all day long, by machines. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** A line a request. */
export function requestLog(log: Log): (request: LoggedRequest) => void {
  return (request) => {
    const level = PROBES.has(request.route) ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const { requestId, trace, route, method, status, ret, durationMs, activityId } = request;
    log[level](
      {
        request_id: requestId,
        trace_id: trace?.id,
        route,
        method,
        status,
        ret: ret ?? undefined,
        duration_ms: Math.round(durationMs * 1000) / 1000,
        activity_id: activityId ?? undefined,
      },
      'request',
    );
  };
}
