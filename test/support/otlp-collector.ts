import type { IncomingHttpHeaders } from 'node:http';
import { type Handler, startHttpServer } from './http-server.ts';

type Value = string | number | boolean;

/** A span as a collector understands it. */
export interface DecodedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** `null` at the root. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'other';
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly isError: boolean;
  readonly errorMessage: string;
  /** Of the process. */
  readonly resource: Readonly<Record<string, Value>>;
}

export interface OtlpCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly origin: string;
  readonly spans: readonly DecodedSpan[];
  readonly headers: readonly IncomingHttpHeaders[];
  ofTrace(traceId: string): readonly DecodedSpan[];
  close(): Promise<void>;
}

const accept: Handler = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
};

/** Receives OTLP/HTTP in JSON and decodes it. It refuses what is not by the protocol. */
export async function startOtlpCollector(answer: Handler = accept, port = 0): Promise<OtlpCollector> {
  const spans: DecodedSpan[] = [];
  const server = await startHttpServer((request, response, body) => {
    const isOtlp = request.method === 'POST' && request.url === '/v1/traces';
    if (!isOtlp || request.headers['content-type'] !== 'application/json') {
      response.writeHead(404).end();
      return;
    }
    spans.push(...spansIn(JSON.parse(body)));
    answer(request, response, body);
  }, port);
  return {
    origin: server.origin,
    spans,
    get headers() {
      return server.requests.map(({ headers }) => headers);
    },
    ofTrace: (traceId) => spans.filter((span) => span.traceId === traceId),
    close: () => server.close(),
  };
}

const KINDS: Readonly<Record<number, DecodedSpan['kind']>> = { 1: 'internal', 2: 'server', 3: 'client' };

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
}
type Attributes = readonly { readonly key: string; readonly value: AnyValue }[];

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Attributes;
  readonly status?: { readonly code?: number; readonly message?: string };
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function spansIn({ resourceSpans }: OtlpRequest): DecodedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => decoded(span, valuesOf(resource.attributes)))),
  );
}

function decoded(span: OtlpSpan, resource: DecodedSpan['resource']): DecodedSpan {
  if (!/^[0-9a-f]{32}$/.test(span.traceId)) throw new Error(`no trace id: ${span.traceId}`);
  for (const id of [span.spanId, ...(span.parentSpanId ? [span.parentSpanId] : [])]) {
    if (!/^[0-9a-f]{16}$/.test(id)) throw new Error(`no span id: ${id}`);
  }
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    name: span.name,
    kind: KINDS[span.kind] ?? 'other',
    startedAt: milliseconds(span.startTimeUnixNano),
    endedAt: milliseconds(span.endTimeUnixNano),
    attributes: valuesOf(span.attributes),
    isError: span.status?.code === 2,
    errorMessage: span.status?.message ?? '',
    resource,
  };
}

function milliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n) / 1000;
}

function valuesOf(attributes: Attributes): Record<string, Value> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { stringValue, boolValue, intValue, doubleValue } = value;
      return [
        key,
        stringValue ?? boolValue ?? doubleValue ?? (intValue === undefined ? '' : Number(intValue)),
      ];
    }),
  );
}
