import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import { expect } from 'chai';
import { CurrentSpan } from '../../../src/adapters/opentelemetry/current-span.ts';

const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const other = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('CurrentSpan', () => {
  it('is known in all that the work does, until it is over', async () => {
    const current = new CurrentSpan();
    const seen: unknown[] = [current.get()];
    const work = current.run(span, async () => {
      seen.push(current.get());
      await turn();
      seen.push(current.get());
      await current.run(other, async () => {
        await turn();
        seen.push(current.get());
      });
      seen.push(current.get());
    });
    expect(current.get()).to.equal(undefined);
    await work;
    expect(seen).to.deep.equal([undefined, span, span, other, span]);
    expect(current.get()).to.equal(undefined);
  });

  it('is known to work that is still under way when other work ends, fails or throws at once', async () => {
    const current = new CurrentSpan();
    let end = () => {};
    const seen: unknown[] = [];
    const long = current.run(span, async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      seen.push(current.get());
    });
    expect(current.run(other, () => 'at once')).to.equal('at once');
    const failed = await current.run(other, () => Promise.reject(new Error('no'))).catch(String);
    expect(failed).to.equal('Error: no');
    const throws = (): never => {
      throw new Error('thrown');
    };
    expect(() => current.run(other, throws)).to.throw('thrown');
    await current.run(other, turn);
    end();
    await long;
    expect(seen).to.deep.equal([span]);
  });

  it('is not followed any more when no work is under way', async () => {
    const current = new CurrentSpan();
    let end = () => {};
    const seen: unknown[] = [];
    let late: Promise<void> | undefined;
    await current.run(span, async () => {
      late = new Promise<void>((resolve) => {
        end = resolve;
      }).then(() => void seen.push(current.get()));
      await turn();
    });
    // Nor by other work, in whose time it goes on.
    await current.run(other, async () => {
      end();
      await late;
      seen.push(current.get());
    });
    expect(seen).to.deep.equal([undefined, other]);
  });
});
