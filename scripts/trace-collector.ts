// A collector for a terminal: prints each trace as a tree when nothing was added to it for two seconds.
// node --import tsx scripts/trace-collector.ts [PORT], and OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 for the service.
import { startOtlpCollector } from '../test/support/otlp-collector.ts';
import { traceTree } from '../test/support/trace-tree.ts';

const QUIET_MS = 2000;

const collector = await startOtlpCollector(undefined, Number(process.argv[2] ?? 4318));
process.stderr.write(`OTEL_EXPORTER_OTLP_ENDPOINT=${collector.origin}\n`);

const printed = new Map<string, number>();
const seen = new Map<string, { readonly spans: number; readonly since: number }>();
setInterval(() => {
  for (const traceId of new Set(collector.spans.map((span) => span.traceId))) {
    const spans = collector.ofTrace(traceId);
    if (seen.get(traceId)?.spans !== spans.length) {
      seen.set(traceId, { spans: spans.length, since: performance.now() });
    }
    const isQuiet = performance.now() - (seen.get(traceId)?.since ?? 0) > QUIET_MS;
    if (!isQuiet || printed.get(traceId) === spans.length) continue;
    printed.set(traceId, spans.length);
    process.stdout.write(`\ntrace ${traceId}\n${traceTree(spans)}\n`);
  }
}, 500);
