import { LineLimit } from './line-limit.ts';
import { type Log, writerOf } from './log.ts';
import { isProbe, MADE, PROBE, type RequestToJudge, reasonToLog } from './notable-request.ts';
import { redact } from './redact.ts';

/** The values of a request that are logged. None identifies the visitor. */
export interface LoggedRequest extends RequestToJudge {
  readonly requestId: string;
  readonly trace: { readonly id: string; readonly flags: string } | null;
  readonly status: number;
  readonly ret: number | null;
  readonly activityId: string | null;
}

/** `notable`: those that someone would look up; the metrics count all. */
export type LoggedRequests = 'all' | 'notable' | 'off';

export interface RequestLogOptions {
  readonly logged: LoggedRequests;
  /** The routes whose POST changes something, such as a draw. */
  readonly changingRoutes: ReadonlySet<string>;
}

/*
 * Of each reason, in a process: enough to see who sends what, and a flood of junk is at most 25 kB of lines a second.
 * The journal accepts three times as many from one service.
 */
const LINES_PER_SECOND = 100;

const INFO = 30;
const DEBUG = 20;

/* The first eight digits of each phone number that `redact` matches, and the least that it matches. */
const likeNumber = /1[3-9]\d[- ]?\d{4}/;
const NUMBER_DIGITS = 11;

/** Writes a line for each request that is to be logged; requests of machines at `debug`. */
export function requestLog(
  log: Log,
  { logged, changingRoutes }: RequestLogOptions,
): (request: LoggedRequest) => void {
  const write = lineWriter(log);
  if (logged === 'off') return () => {};
  if (logged === 'all') return (request) => write(request, Date.now(), 0);
  const limit = new LineLimit(LINES_PER_SECOND);
  return (request) => {
    const reason = reasonToLog(request, changingRoutes);
    if (reason === null) return;
    const now = Date.now();
    const untold = reason === MADE || reason === PROBE ? 0 : limit.admit(reason, now);
    if (untold !== null) write(request, now, untold);
  };
}

/**
 * Writes lines in the format of pino. No value needs escaping (ids of a pattern, numbers, our own names), so the line is
 * concatenated here; pino, which escapes, takes ten times as long.
 */
function lineWriter(log: Log): (request: LoggedRequest, now: number, untold: number) => void {
  const write = writerOf(log);
  const prefix = (level: number) => `{"level":${level},"time":`;
  const [info, debug] = [prefix(INFO), prefix(DEBUG)];
  return ({ requestId, trace, route, method, status, ret, durationMs, activityId }, now, untold) => {
    const probe = isProbe(route);
    if (!log.isLevelEnabled(probe ? 'debug' : 'info')) return;
    const parts =
      `${probe ? debug : info}${timeText(now)}${PID}"${clean(requestId)}"` +
      (trace === null ? '' : `,"trace_id":"${trace.id}"`) +
      `,"route":"${route}","method":"${method}","status":${status}` +
      (ret === null ? '' : `,"ret":${ret}`) +
      `,"duration_ms":${millisText(durationMs)}` +
      (activityId === null ? '' : `,"activity_id":"${clean(activityId)}"`) +
      (untold === 0 ? '' : `,"untold":${untold}`);
    write(`${parts},"msg":"request"}\n`);
  };
}

const PID = `,"pid":${process.pid},"request_id":`;

let latest = { time: 0, text: '0' };

/* Many requests come in one millisecond. */
function timeText(time: number): string {
  if (latest.time !== time) latest = { time, text: `${time}` };
  return latest.text;
}

const THOUSANDTHS = Array.from({ length: 1000 }, (_, index) => `${index}`.padStart(3, '0'));

/* To the microsecond, from whole numbers: a number with a point takes several times as long to write. */
function millisText(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  return `${Math.floor(micros / 1000)}.${THOUSANDTHS[micros % 1000]}`;
}

/* The client chose this text. */
function clean(text: string): string {
  return text.length >= NUMBER_DIGITS && likeNumber.test(text) ? redact(text) : text;
}
