import { type Log, writerOf } from './log.ts';
import { redact } from './redact.ts';

/** The values of a request that are logged. None identifies the visitor. */
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

/* Machines request them all day, so they are logged at `debug`. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

const INFO = 30;
const DEBUG = 20;

/* The first eight digits of each phone number that `redact` matches. */
const likeNumber = /1[3-9]\d[- ]?\d{4}/;

/**
 * Writes a line for each request, in the format of pino. No value needs escaping (ids of a pattern, numbers, our own
 * names), so the line is concatenated here; pino, which escapes, takes ten times as long.
 */
export function requestLog(log: Log): (request: LoggedRequest) => void {
  const write = writerOf(log);
  const prefix = (level: number) => `{"level":${level},"time":`;
  const [info, debug] = [prefix(INFO), prefix(DEBUG)];
  return ({ requestId, trace, route, method, status, ret, durationMs, activityId }) => {
    const probe = PROBES.has(route);
    if (!log.isLevelEnabled(probe ? 'debug' : 'info')) return;
    const parts =
      `${probe ? debug : info}${Date.now()},"pid":${process.pid},"request_id":"${clean(requestId)}"` +
      (trace === null ? '' : `,"trace_id":"${trace.id}"`) +
      `,"route":"${route}","method":"${method}","status":${status}` +
      (ret === null ? '' : `,"ret":${ret}`) +
      `,"duration_ms":${Math.round(durationMs * 1000) / 1000}` +
      (activityId === null ? '' : `,"activity_id":"${clean(activityId)}"`);
    write(`${parts},"msg":"request"}\n`);
  };
}

/* The client chose this text. */
function clean(text: string): string {
  return likeNumber.test(text) ? redact(text) : text;
}
