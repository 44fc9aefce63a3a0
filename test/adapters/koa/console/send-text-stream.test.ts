import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { consoleRoute } from '../../../../src/adapters/koa/console/console-route.ts';
import { sendTextStream } from '../../../../src/adapters/koa/console/send-text-stream.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { startConsole, type TestConsole } from '../../../support/console.ts';
import { until } from '../../../support/until.ts';

describe('a text that is sent as it is made', () => {
  let console: TestConsole;
  const errors: unknown[] = [];
  let isOver = false;
  const MANY = 10_000;

  async function* partsOf(how: string): AsyncIterable<string> {
    try {
      if (how === 'away') throw new DependencyError('record store', 'away');
      yield 'first;';
      if (how === 'breaks') throw new Error('lost');
      for (let no = 0; how === 'endless' || no < MANY; no++) {
        yield `${'x'.repeat(1000)};`;
        if (no % 100 === 0) await pause(0);
      }
    } finally {
      isOver = true;
    }
  }

  before(async () => {
    console = await startConsole({
      routes: [
        consoleRoute({
          method: 'GET',
          path: '/text/:how',
          access: 'view',
          summary: 'a text',
          input: z.object({ how: z.string() }),
          output: 'file',
          handle: ({ ctx, input }) =>
            sendTextStream(ctx, ['Content-Type', 'text/csv'], partsOf(input.how), (error) =>
              errors.push(error),
            ),
        }),
      ],
    });
  });
  after(() => console.close());
  beforeEach(() => {
    errors.length = 0;
    isOver = false;
  });

  const ask = (how: string, init: RequestInit = {}) =>
    fetch(`${console.origin}/api/text/${how}`, { headers: console.headersOf('viewer'), ...init });

  it('comes whole', async () => {
    const text = await (await ask('whole')).text();
    expect(text).to.have.length('first;'.length + MANY * 1001);
    expect(errors).to.deep.equal([]);
  });

  it('is a refusal where nothing of it could be made', async () => {
    const response = await ask('away');
    expect(response.status).to.equal(503);
    expect(await response.json()).to.deep.equal({ error: { code: 'store_away' } });
  });

  it('breaks the connection where it breaks off, and says so', async () => {
    const response = await ask('breaks');
    const failure = await response.text().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(errors.map((error) => (error as Error).message)).to.deep.equal(['lost']);
  });

  it('ends when its reader goes', async () => {
    const gone = new AbortController();
    const response = await ask('endless', { signal: gone.signal });
    await response.body?.getReader().read();
    gone.abort();
    await until(() => isOver, { what: 'the text to end' });
    expect(errors).to.deep.equal([]);
  });

  it('has a head alone for who asks for that', async () => {
    const response = await ask('endless', { method: 'HEAD' });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/csv');
    expect(isOver).to.equal(true);
  });
});
