/** The request that caused a call to another service. It connects the logs of both. */
export interface RequestOrigin {
  readonly requestId: string;
  /** The trace it belongs to, where the client sent one (W3C Trace Context). */
  readonly trace: Trace | null;
  /** The client's address, as trusted proxies report it. The passport does not get it, a risk check does. */
  clientAddress(): string;
  /** As the client names itself; a risk check gets it. */
  userAgent?(): string | undefined;
}

export interface Trace {
  /** 32 lower-case hex digits, not all zero. */
  readonly id: string;
  /** Two hex digits, as the client sent them, or as this process decided. */
  readonly flags: string;
  /** The span that a call belongs to, where this process traces the request: 16 hex digits. */
  readonly spanId?: string;
}

/* Later versions may have more fields at the end, after a dash; the known fields keep their places. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent`; `null` if it is not well formed. */
export function readTraceparent(text: string): Trace | null {
  const [, version, id, flags, more] = form.exec(text) ?? [];
  if (id === undefined || flags === undefined || (version === '00' && more !== undefined)) return null;
  return { id, flags };
}

/**
 * The `traceparent` of a call made within the trace.
 * @param spanId 16 hex digits, new for every call; not used where the call has a span
 */
export function traceparent({ id, flags, spanId: known }: Trace, spanId: string): string {
  return `00-${id}-${known ?? spanId}-${flags}`;
}

/** The same trace as `traceparent` says, with the span; `null` if it is not well formed. */
export function readSpan(text: string): Required<Trace> | null {
  const trace = readTraceparent(text);
  return trace && { ...trace, spanId: text.slice(36, 52) };
}

/** The same request, for a call that is made within a span of it. */
export function originWithin(origin: RequestOrigin, span: string): RequestOrigin {
  const trace = readSpan(span);
  if (!trace) return origin;
  return {
    requestId: origin.requestId,
    trace,
    // These are asked of the origin itself.
    clientAddress: () => origin.clientAddress(),
    userAgent: () => origin.userAgent?.(),
  };
}
