import {
  type Tracer as OtelSpans,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { OpenSpan, SpanPlan, Tracer } from '../../domain/shared/tracer.ts';
import { readSpan, type Trace, traceparent } from '../../domain/visitors/request-origin.ts';
import type { RequestSpan, RequestTraces } from '../../domain/visitors/request-traces.ts';
import type { ChosenIds } from './chosen-ids.ts';
import { CurrentSpan } from './current-span.ts';
import { wallTime } from './wall-time.ts';

/* The flags of what has a span. */
const SAMPLED = '01';

const KINDS = { client: SpanKind.CLIENT, server: SpanKind.SERVER, internal: SpanKind.INTERNAL } as const;

export interface OtelTracerOptions {
  readonly spans: OtelSpans;
  readonly ids: ChosenIds;
  /** Of the requests for which nobody else decides: from 0 to 1. */
  readonly ratio: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Spans by OpenTelemetry. Only what is sampled makes any: for other work nothing is made, and no context is kept. A store
 * knows nothing of the request that it works for, so there is a current span.
 */
export class OtelTracer implements Tracer, RequestTraces {
  readonly #options: OtelTracerOptions;
  readonly #current = new CurrentSpan();

  constructor(options: OtelTracerOptions) {
    this.#options = options;
  }

  begin(client: string | undefined, isBelieved: boolean, receivedAt: number): RequestSpan | null {
    const { ratio, random } = this.#options;
    const sent = client === undefined ? null : readSpan(client);
    // By chance, not by the id of the trace: a client would choose one that is sampled.
    const isSampled = sent && isBelieved ? isSampledBy(sent) : random() < ratio;
    if (!isSampled) return null;
    const plan = { name: 'request', kind: 'server' } as const;
    const span = this.#start(plan, sent, wallTime(receivedAt), !isBelieved);
    return new OpenRequest(span, (work) => this.#current.run(span, work));
  }

  span<T>(plan: SpanPlan, work: (span: OpenSpan | null) => Promise<T>): Promise<T> {
    const parent = this.#parentOf(plan);
    return parent ? this.#within(plan, parent, work) : work(null);
  }

  ended(plan: SpanPlan, startedAt: number, endedAt: number, failure?: string): void {
    const parent = this.#parentOf(plan);
    if (!parent) return;
    const span = this.#start(plan, parent, startedAt);
    if (failure !== undefined) fail(span, failure);
    span.end(endedAt);
  }

  justEnded(plan: SpanPlan, seconds: number, failure?: string): void {
    const now = wallTime();
    this.ended(plan, now - seconds * 1000, now, failure);
  }

  async #within<T>(plan: SpanPlan, parent: Parent, work: (span: OpenSpan | null) => Promise<T>): Promise<T> {
    const span = this.#start(plan, parent, wallTime());
    try {
      return await this.#current.run(span, () => work(new Open(span)));
    } catch (error) {
      fail(span, error instanceof Error ? error.name : 'Error');
      throw error;
    } finally {
      span.end(wallTime());
    }
  }

  #parentOf({ parent }: SpanPlan): Parent | null {
    if (parent !== undefined) return readSpan(parent);
    const current = this.#current.get()?.spanContext();
    return current ? { id: current.traceId, spanId: current.spanId } : null;
  }

  /** @param isRoot whether only the id of the parent's trace is used */
  #start({ name, kind, attributes, id }: SpanPlan, parent: Parent | null, at: number, isRoot = false): Span {
    const { spans, ids } = this.#options;
    ids.choose({ spanId: id, traceId: isRoot ? parent?.id : undefined });
    const options = { kind: KINDS[kind ?? 'internal'], attributes: attributes ?? {}, startTime: at };
    if (!parent || isRoot) return spans.startSpan(name, options, ROOT_CONTEXT);
    const context = { traceId: parent.id, spanId: parent.spanId, traceFlags: TraceFlags.SAMPLED };
    return spans.startSpan(name, options, trace.setSpanContext(ROOT_CONTEXT, context));
  }
}

type Parent = Pick<Required<Trace>, 'id' | 'spanId'>;

class Open implements OpenSpan {
  protected readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }

  get traceparent(): string {
    const { traceId, spanId } = this.span.spanContext();
    return traceparent({ id: traceId, flags: SAMPLED }, spanId);
  }

  set(attributes: Parameters<OpenSpan['set']>[0]): void {
    this.span.setAttributes(attributes);
  }

  fail(type: string): void {
    fail(this.span, type);
  }
}

class OpenRequest extends Open implements RequestSpan {
  readonly within: RequestSpan['within'];

  constructor(span: Span, within: RequestSpan['within']) {
    super(span);
    this.within = within;
  }

  get trace(): Trace {
    return { id: this.span.spanContext().traceId, flags: SAMPLED };
  }

  end(name: string): void {
    this.span.updateName(name);
    this.span.end(wallTime());
  }
}

function isSampledBy({ flags }: Trace): boolean {
  return (Number.parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0;
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
