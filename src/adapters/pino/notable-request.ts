/** The values of a request that decide whether it is logged. */
export interface RequestToJudge {
  readonly route: string;
  readonly method: string;
  /** `null` where the answer has no envelope. */
  readonly responseCode: string | null;
  /** Whether the answer is one that someone would look up, whatever was asked for. */
  readonly notable: boolean;
  readonly durationMs: number;
  readonly trace: { readonly flags: string } | null;
}

/*
 * No answer is later than this because of Redis (docs/reliability.md), and a passport that works answers in less. So
 * a slower request met a fault, or a process without CPU time.
 */
export const SLOW_REQUEST_MS = 500;

/* Machines request them all day. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** The reason of a draw or an earned chance that was made, or of its repeat: `DRAW_RATE_LIMIT` limits them. */
export const MADE = 'served';

/** The reason of a request of a machine that watches the service. */
export const PROBE = 'probe';

/**
 * Why a request has a line of its own in the log: the code of its response, `slow`, `traced` or `probe`. Returns `null`
 * for a request that is only counted. Runs for each request, and allocates nothing.
 * @param changingRoutes the routes whose POST changes something, such as a draw
 */
export function reasonToLog(request: RequestToJudge, changingRoutes: ReadonlySet<string>): string | null {
  const { responseCode, trace } = request;
  if (request.notable) return responseCode;
  if (request.method === 'POST' && changingRoutes.has(request.route)) return responseCode;
  if (responseCode === null && isProbe(request.route)) return PROBE;
  if (request.durationMs > SLOW_REQUEST_MS) return 'slow';
  if (trace !== null && isSampled(trace.flags)) return 'traced';
  return null;
}

export function isProbe(route: string): boolean {
  return PROBES.has(route);
}

/* The lowest bit of the two hex digits (W3C Trace Context). */
function isSampled(flags: string): boolean {
  return (Number.parseInt(flags, 16) & 1) === 1;
}
