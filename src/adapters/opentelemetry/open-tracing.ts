import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { BoundedSpans, type SpanCounts } from './bounded-spans.ts';
import { ChosenIds } from './chosen-ids.ts';
import { OtelTracer } from './otel-tracer.ts';

/* A collector near by answers in milliseconds. The exporter tries again within the same time. */
const TIMEOUT_MS = 3000;

/* What is under way when the process ends is worth no more of its 9.8 s. */
const LAST_SPANS_MS = 1000;

export interface TracingOptions {
  readonly settings: {
    /** Where OTLP/HTTP is received, with its path. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly serviceName: string;
    readonly ratio: number;
  };
  readonly errorReporter: ErrorReporter;
}

export interface Tracing {
  readonly tracer: OtelTracer;
  counts(): SpanCounts;
  /** Sends what has ended, within a second. */
  close(): Promise<void>;
}

/** Sends the spans of this process to a collector, as JSON. */
export function openTracing({ settings, errorReporter }: TracingOptions): Tracing {
  const { url, headers, serviceName, ratio } = settings;
  reportDiagnostics(errorReporter);
  // Our own: Node's shared one may go through the proxy of the environment.
  const agent = url.startsWith('https:')
    ? new HttpsAgent({ keepAlive: true, maxSockets: 2 })
    : new HttpAgent({ keepAlive: true, maxSockets: 2 });
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: TIMEOUT_MS,
    httpAgentOptions: () => agent,
  });
  const spans = new BoundedSpans({
    exporter,
    disconnect: () => agent.destroy(),
    onFailure: (error) => errorReporter.report('spans were not exported', new Error(reasonOf(error))),
  });
  const ids = new ChosenIds();
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': serviceName,
        'service.instance.id': randomUUID(),
        'process.pid': process.pid,
      }),
    ),
    // What is not sampled makes no span.
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanLimits: { attributeValueLengthLimit: 256, attributeCountLimit: 32 },
    spanProcessors: [spans],
  });
  const tracer = new OtelTracer({ spans: provider.getTracer('cms-market'), ids, ratio, random: Math.random });
  return { tracer, counts: () => spans.counts, close: () => spans.close(LAST_SPANS_MS) };
}

/* Its further arguments may hold what a collector answered. */
function reportDiagnostics(errorReporter: ErrorReporter): void {
  const report = (message: string) => errorReporter.report('OpenTelemetry warns', new Error(message));
  const silent = () => {};
  const logger = { error: report, warn: report, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/* The error of the exporter holds the collector's answer: only its code goes on. */
function reasonOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'number') return `the collector answered ${code}`;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code))
    return `no answer of the collector (${code})`;
  return 'no answer of the collector in time, or one that asks to try again';
}
