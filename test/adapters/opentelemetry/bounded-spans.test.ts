import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { expect } from 'chai';
import { BoundedSpans } from '../../../src/adapters/opentelemetry/bounded-spans.ts';

type Over = Parameters<SpanExporter['export']>[1];

const SPAN = {} as ReadableSpan;

/** An exporter that answers when it is told to. */
function heldExporter() {
  const held: { readonly spans: number; readonly over: Over }[] = [];
  const exporter: SpanExporter = {
    export: (spans, over) => void held.push({ spans: spans.length, over }),
    shutdown: async () => {},
  };
  return { exporter, held };
}

describe('BoundedSpans', () => {
  it('keeps a bounded number while the collector hangs, one batch under way, and counts what it drops', async () => {
    const { exporter, held } = heldExporter();
    const spans = new BoundedSpans({ exporter, disconnect: () => {}, onFailure: () => {} });
    for (let no = 0; no < 10_000; no++) spans.onEnd(SPAN);
    expect(held.map((each) => each.spans)).to.deep.equal([256]);
    expect(spans.counts).to.deep.equal({ exported: 0, dropped: 10_000 - 256 - 4096 });
    await spans.close(1);
    expect(spans.counts.dropped).to.equal(10_000 - 256);
    expect(held).to.have.length(1);
  });

  it('drops a batch that failed, and goes on', async () => {
    const failures: unknown[] = [];
    let isDown = true;
    const exporter: SpanExporter = {
      export: (_, over) => over(isDown ? { code: 1, error: new Error('down') } : { code: 0 }),
      shutdown: async () => {},
    };
    const spans = new BoundedSpans({
      exporter,
      disconnect: () => {},
      onFailure: (error) => failures.push(error),
    });
    for (let no = 0; no < 256; no++) spans.onEnd(SPAN);
    await spans.forceFlush();
    isDown = false;
    spans.onEnd(SPAN);
    await spans.close(1000);
    expect(spans.counts).to.deep.equal({ exported: 1, dropped: 256 });
    expect(failures).to.have.length(1);
  });
});
