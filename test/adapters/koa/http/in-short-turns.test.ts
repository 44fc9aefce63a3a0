import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { inShortTurns } from '../../../../src/adapters/koa/http/in-short-turns.ts';

const TURN_MS = 5;

interface Client {
  readonly name: string;
  readonly socket: { writable: boolean };
}

/** Records which requests were begun, and in which turn of the event loop. */
function recording(costMs: number) {
  const begun: { readonly name: string; readonly turn: number; readonly waitedMs: number }[] = [];
  let turn = 0;
  const listener = inShortTurns((request, _response, receivedAt) => {
    const startedAt = performance.now();
    const { name } = request as unknown as Client;
    begun.push({ name, turn, waitedMs: startedAt - receivedAt });
    while (performance.now() - startedAt < costMs);
  }, TURN_MS);
  const pass = async (turns: number) => {
    for (let passed = 0; passed < turns; passed++) {
      await nextTurn();
      turn += 1;
    }
  };
  return {
    begun,
    names: () => begun.map(({ name }) => name),
    pass,
    receive: (client: Client) => receive(listener, client),
  };
}

function receive(listener: RequestListener, client: Client): void {
  listener(client as unknown as IncomingMessage, {} as ServerResponse);
}

const client = (name: string): Client => ({ name, socket: { writable: true } });

describe('inShortTurns', () => {
  it('begins a request at once when nothing was begun in this turn', async () => {
    const { names, receive, pass } = recording(0);
    for (const name of ['a', 'b']) {
      receive(client(name));
      expect(names()).to.include(name);
      await pass(1);
    }
  });

  it('leaves what comes after the time of a turn for the next ones, in the order of coming', async () => {
    const { begun, names, receive, pass } = recording(TURN_MS);
    for (const name of ['a', 'b', 'c']) receive(client(name));
    expect(names()).to.deep.equal(['a']);
    await pass(1);
    // Those who were there before it go first.
    receive(client('d'));
    await pass(4);
    expect(names()).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(new Set(begun.slice(1).map(({ turn }) => turn)).size, 'turns of b, c, d').to.equal(3);
    expect(begun[2]?.waitedMs, 'c, from its receipt').to.be.at.least(TURN_MS);
    receive(client('e'));
    expect(names(), 'at once, when no one waits').to.include('e');
  });

  it('does not begin a request whose client has left', async () => {
    const { names, receive, pass } = recording(TURN_MS);
    const [a, b, c] = [client('a'), client('b'), client('c')];
    for (const each of [a, b, c]) receive(each);
    b.socket.writable = false;
    await pass(3);
    expect(names()).to.deep.equal(['a', 'c']);
  });
});
