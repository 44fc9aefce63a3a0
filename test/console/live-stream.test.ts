import { expect } from 'chai';
import { readLive, type Source, type StreamEnd } from '../../console/src/live/live-stream.ts';
import type { LiveState } from '../../src/adapters/koa/console/contract/live.ts';

class FakeSource implements Source {
  readyState = 1;
  isClosed = false;
  readonly #listeners = new Map<string, (message: { data?: unknown }) => void>();

  addEventListener(type: string, listener: (message: { data?: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  send(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

/** A stream over sources and a clock of the test's own. */
function opened(why: StreamEnd | null = null) {
  const sources: FakeSource[] = [];
  const states: LiveState[] = [];
  const events: string[] = [];
  const ends: StreamEnd[] = [];
  let waits: { ms: number; then: () => void }[] = [];
  const stream = readLive({
    url: '/live',
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    onState: (state) => states.push(state),
    onEvent: ({ id }) => events.push(id),
    onEnd: (reason) => ends.push(reason),
    whyRefused: async () => why,
    wait: (ms, then) => {
      const entry = { ms, then };
      waits.push(entry);
      return () => {
        waits = waits.filter((other) => other !== entry);
      };
    },
  });
  return {
    stream,
    sources,
    states,
    events,
    ends,
    pauses: () => waits.map(({ ms }) => ms),
    pass: (ms: number) => waits.find((entry) => entry.ms === ms)?.then(),
    async refuse() {
      const source = sources.at(-1);
      if (!source) throw new Error('nothing is open');
      source.readyState = 2;
      source.send('error');
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

const SILENCE = 12_000;

describe('the reader of the live view', () => {
  it('hands on states', () => {
    const { sources, states } = opened();
    sources[0]?.send('state', { at: 'now' });
    expect(states).to.deep.equal([{ at: 'now' }]);
  });

  it('hands on each event once, also after connecting again', () => {
    const { stream, sources, events } = opened();
    sources[0]?.send('event', { id: 'a' });
    stream.reconnect();
    sources[1]?.send('event', { id: 'a' });
    sources[1]?.send('event', { id: 'b' });
    expect(events).to.deep.equal(['a', 'b']);
  });

  it('leaves a broken connection to the browser, which connects again', () => {
    const { sources, pauses } = opened();
    sources[0]?.send('error');
    expect(sources).to.have.length(1);
    expect(pauses()).to.deep.equal([SILENCE]);
  });

  it('connects again after a refusal, ever more slowly, and fast again after a success', async () => {
    const live = opened();
    await live.refuse();
    expect(live.pauses()).to.deep.equal([500]);
    live.pass(500);
    await live.refuse();
    expect(live.pauses()).to.deep.equal([1000]);
    live.pass(1000);
    live.sources[2]?.send('state', {});
    await live.refuse();
    expect(live.pauses()).to.deep.equal([500]);
  });

  it('ends where connecting again can never succeed', async () => {
    const live = opened('gone');
    await live.refuse();
    expect(live.ends).to.deep.equal(['gone']);
    expect(live.pauses()).to.deep.equal([]);
  });

  it('connects again after a silence, which a dead connection does not report', () => {
    const { sources, pass, pauses } = opened();
    pass(SILENCE);
    expect(sources[0]?.isClosed).to.equal(true);
    expect(pauses()).to.deep.equal([500]);
    pass(500);
    expect(sources).to.have.length(2);
  });

  it('connects again when the process drains', () => {
    const { sources, pass, ends } = opened();
    sources[0]?.send('end', { reason: 'drain' });
    pass(500);
    expect(sources).to.have.length(2);
    expect(ends).to.deep.equal([]);
  });

  it('ends when the session has ended', () => {
    const { sources, ends } = opened();
    sources[0]?.send('end', { reason: 'session' });
    expect(ends).to.deep.equal(['session']);
    expect(sources[0]?.isClosed).to.equal(true);
  });

  it('closes and says nothing more when it is left', async () => {
    const live = opened('gone');
    live.stream.stop();
    expect(live.sources[0]?.isClosed).to.equal(true);
    live.sources[0]?.send('state', {});
    await live.refuse();
    expect([live.states, live.ends, live.pauses()]).to.deep.equal([[], [], []]);
  });

  it('ignores what a source says that was replaced', () => {
    const { stream, sources, states } = opened();
    stream.reconnect();
    sources[0]?.send('state', {});
    expect(states).to.deep.equal([]);
  });
});
