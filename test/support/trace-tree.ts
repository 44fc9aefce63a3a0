import type { DecodedSpan } from './otlp-collector.ts';

/** The spans of one trace as lines of a tree: the name, when it began after the first, how long it took, and what it says. */
export function traceTree(spans: readonly DecodedSpan[]): string {
  const first = Math.min(...spans.map(({ startedAt }) => startedAt));
  const known = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === null || !known.has(parentSpanId));
  return inOrder(roots)
    .flatMap((root) => linesOf(root, '', spans, first))
    .join('\n');
}

const SHOWN = [
  'http.response.status_code',
  'cms.ret',
  'cms.release',
  'cms.endpoint',
  'cms.passport.result',
  'error.type',
];

function linesOf(span: DecodedSpan, indent: string, spans: readonly DecodedSpan[], first: number): string[] {
  const { name, startedAt, endedAt, attributes, resource } = span;
  const times = `+${(startedAt - first).toFixed(1)} ms, ${(endedAt - startedAt).toFixed(1)} ms`;
  const said = SHOWN.flatMap((key) => (key in attributes ? [`${key}=${attributes[key]}`] : []));
  const line = [`${indent}${name}`, `(${times})`, ...said, `pid=${resource['process.pid']}`].join('  ');
  const children = inOrder(spans.filter(({ parentSpanId }) => parentSpanId === span.spanId));
  return [line, ...children.flatMap((child) => linesOf(child, `${indent}  `, spans, first))];
}

function inOrder(spans: readonly DecodedSpan[]): DecodedSpan[] {
  return [...spans].sort((a, b) => a.startedAt - b.startedAt);
}
