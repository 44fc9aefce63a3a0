import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { refusedBecause } from '../../../../src/adapters/koa/console/console-refusal.ts';
import { consoleRoute, openRoute } from '../../../../src/adapters/koa/console/console-route.ts';
import type { BegunAction } from '../../../../src/domain/operators/begun-actions.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { identityOfRoles, startConsole, type TestConsole } from '../../../support/console.ts';
import { until } from '../../../support/until.ts';

const away = () => new DependencyError('record store', 'away');

/* What is changed by it; `how` it ends. */
const made: string[] = [];

/* Handlers that read a file. */
let reading = 0;
const input = z.object({ id: z.string(), how: z.string().optional(), password: z.string().optional() });
const output = z.object({});

const routes = [
  consoleRoute({
    method: 'POST',
    path: '/activities/:id/change',
    access: 'edit',
    scope: 'grants',
    trail: 'change',
    summary: 'a change',
    input,
    output,
    handle: async ({ input: { id, how }, record }) => {
      if (how === 'refused') throw refusedBecause('name_taken');
      if (how === 'unchanged') return {};
      made.push(id);
      if (how === 'fault') throw away();
      await record({ action: 'publish', activityId: id });
      if (how === 'refused later') throw refusedBecause('disabled');
      if (how === 'twice') await record({ action: 'pause', activityId: id });
      return {};
    },
  }),
  consoleRoute({
    method: 'POST',
    path: '/operators/:id',
    access: 'edit',
    trail: 'change',
    summary: 'a change of an account, of which nothing is recorded',
    input: z.object({ id: z.string(), activity_id: z.string().optional(), password: z.string() }),
    output,
    handle: async () => {
      throw away();
    },
  }),
  consoleRoute({
    method: 'POST',
    path: '/looks',
    access: 'view',
    trail: 'look',
    summary: 'a look',
    input: null,
    output,
    handle: async ({ record }) => {
      await record({ action: 'form_seen' });
      return {};
    },
  }),
  consoleRoute({
    method: 'POST',
    path: '/reads',
    access: 'view',
    summary: 'a read',
    input: null,
    output,
    handle: async (request) => {
      expect(request).not.to.have.any.keys('record', 'begin');
      return {};
    },
  }),
  openRoute({
    method: 'POST',
    path: '/doors/:id',
    trail: 'change',
    summary: 'what anybody with a secret may do',
    input,
    output,
    handle: async ({ input: { id, how }, begin, record }) => {
      if (how === 'no secret') throw refusedBecause('link_invalid');
      await begin({ operator: 'Bea', operatorId: null });
      if (how === 'refused') throw refusedBecause('name_taken');
      if (how === 'fault') throw away();
      made.push(id);
      await record({ action: 'link_used', operator: 'Bea', operatorId: 'op-b' });
      return {};
    },
  }),
  consoleRoute({
    method: 'POST',
    path: '/files',
    access: 'edit',
    trail: 'change',
    summary: 'a change by a file',
    input: null,
    output,
    body: 'raw',
    handle: async ({ readBody, record }) => {
      reading += 1;
      try {
        made.push((await readBody(10)).toString());
      } finally {
        reading -= 1;
      }
      await record({ action: 'add_picture' });
      return {};
    },
  }),
  openRoute({
    method: 'GET',
    path: '/pages',
    trail: 'change',
    summary: 'a change that answers by itself, faults too',
    input: null,
    output: 'file',
    handle: async ({ ctx, begin }) => {
      await begin({ operator: 'Cam', operatorId: null });
      ctx.res.end();
      return undefined as never;
    },
  }),
];

// The compiler refuses a route that records and does not say so.
consoleRoute({
  ...({ method: 'POST', path: '/x', access: 'edit', summary: 'x', input: null, output } as const),
  // @ts-expect-error: `record` is there with `trail` alone
  handle: async ({ record }) => record,
});

describe('what a request of the console leaves behind', () => {
  let console: TestConsole;
  const notes: BegunAction[] = [];
  let fails: 'note' | 'append' | 'drop' | null = null;
  let isDisabled = false;

  before(async () => {
    const failing = (which: typeof fails) => async () => {
      if (fails === which) throw away();
    };
    console = await startConsole({
      identity: {
        ...identityOfRoles,
        bySession: async (token) => (isDisabled ? null : identityOfRoles.bySession(token)),
      },
      ...{ routes, now: () => 1000, append: failing('append'), drop: failing('drop') },
      note: async (action) => {
        await failing('note')();
        notes.push(action);
      },
    });
  });
  beforeEach(() => {
    fails = null;
    isDisabled = false;
    console.begun.clear();
    for (const list of [notes, made, console.trail]) list.length = 0;
  });
  after(() => console.close());

  const change = (how?: string, caller = 'editor' as const) =>
    console.post('/activities/1055/change', { how, password: 'secret' }, caller);
  const left = () => ({
    made: made.length,
    noted: notes.length,
    notes: [...console.begun.values()].map(({ route }) => route),
    entries: console.trail.map(({ action }) => action),
  });

  it('is a note before the change, which its entry replaces', async () => {
    expect((await change()).status).to.equal(200);
    expect(left()).to.deep.equal({ made: 1, noted: 1, notes: [], entries: ['publish'] });
    expect(notes[0]).to.deep.equal({
      ...{ id: notes[0]?.id, at: 1000, operatorId: 'id-of-editor', operator: 'editor', via: 'console' },
      ...{ address: '127.0.0.1', activityId: '1055', route: 'POST /activities/1055/change' },
    });
    expect(console.trail[0]?.id).not.to.equal(notes[0]?.id);
  });

  it('is signed by the program whose token came', async () => {
    await console.asProgram('grants', '/activities/1055/change', {});
    expect(notes[0]).to.include({ operator: 'program-grants', via: 'token' });
  });

  it('is no change where none can be noted', async () => {
    fails = 'note';
    const { status, body } = await change();
    expect([status, body.error.code]).to.deep.equal([503, 'store_away']);
    expect((await console.post('/doors/a')).status).to.equal(503);
    expect(left()).to.deep.equal({ made: 0, noted: 0, notes: [], entries: [] });
  });

  for (const [how, expected] of Object.entries({
    refused: { made: 0, noted: 1, notes: [], entries: [] },
    unchanged: { made: 0, noted: 1, notes: [], entries: [] },
    fault: { made: 1, noted: 1, notes: ['POST /activities/1055/change'], entries: [] },
    'refused later': { made: 1, noted: 1, notes: [], entries: ['publish'] },
    twice: { made: 1, noted: 1, notes: [], entries: ['publish', 'pause'] },
  })) {
    it(`is right for a change that ends so: ${how}`, async () => {
      await change(how);
      expect(left()).to.deep.equal(expected);
    });
  }

  it('is the note where the entry cannot be written', async () => {
    fails = 'append';
    expect((await change()).status).to.equal(503);
    expect(left())
      .to.include({ made: 1 })
      .and.to.deep.include({ notes: ['POST /activities/1055/change'] });
  });

  it('is the note of nothing where that cannot be removed, and the answer is the same', async () => {
    fails = 'drop';
    expect((await change('unchanged')).status).to.equal(200);
    expect((await change('refused')).status).to.equal(409);
    expect(console.begun.size).to.equal(2);
  });

  it('names what the path names, and nothing of what was sent', async () => {
    await console.post('/operators/op-7', { password: 'secret' });
    await console.post('/operators/op-7', { password: 'secret', activity_id: '2024' });
    expect(notes.map(({ route, activityId }) => [route, activityId])).to.deep.equal([
      ['POST /operators/op-7', null],
      ['POST /operators/op-7', '2024'],
    ]);
    expect(JSON.stringify(notes)).not.to.include('secret');
  });

  it('is nothing of those who are not let in, or send what is malformed', async () => {
    expect((await console.post('/activities/1/change', {}, 'viewer')).status).to.equal(403);
    expect((await console.post('/activities/1/change', { how: 1 })).status).to.equal(400);
    expect(notes).to.deep.equal([]);
  });

  it('is an entry alone for a look, and nothing for a read', async () => {
    fails = 'note';
    expect((await console.post('/looks')).status).to.equal(200);
    expect((await console.post('/reads')).status).to.equal(200);
    expect(console.trail.map(({ action }) => action)).to.deep.equal(['form_seen']);
  });

  it('is begun by the handler where anyone may call: without the secret the store writes nothing', async () => {
    expect((await console.post('/doors/a', { how: 'no secret' })).status).to.equal(409);
    expect(notes).to.deep.equal([]);
    expect((await console.post('/doors/a', { how: 'refused' })).status).to.equal(409);
    expect(console.begun.size).to.equal(0);
    expect((await console.post('/doors/a', { how: 'fault' })).status).to.equal(503);
    expect([...console.begun.values()].map(({ operator }) => operator)).to.deep.equal(['Bea']);
    console.begun.clear();
    expect((await console.post('/doors/a')).status).to.equal(200);
    expect(console.begun.size).to.equal(0);
  });

  describe('of a file', () => {
    /* Sends the first bytes, and resolves when the handler waits for the others. */
    const begun = async () => {
      const call = request(`${console.origin}/api/files`, {
        method: 'POST',
        headers: { ...console.headersOf('editor'), 'Content-Length': 7 },
      });
      const status = new Promise<number | undefined>((resolve) => {
        call.on('response', (answer) => resolve(answer.statusCode)).on('error', () => resolve(undefined));
      });
      call.write('pic');
      await until(() => reading === 1, { what: 'the file to be read' });
      return { call, status };
    };

    it('is noted when the file has arrived whole', async () => {
      const { call, status } = await begun();
      expect(notes).to.deep.equal([]);
      call.end('ture');
      expect(await status).to.equal(200);
      expect(made).to.deep.equal(['picture']);
      expect(left()).to.deep.equal({ made: 1, noted: 1, notes: [], entries: ['add_picture'] });
    });

    it('is nothing where the file is cut off', async () => {
      const { call } = await begun();
      call.destroy();
      await until(() => reading === 0, { what: 'the reading to end' });
      expect(left()).to.deep.equal({ made: 0, noted: 0, notes: [], entries: [] });
    });

    it('is nothing of somebody who was disabled while it was being sent', async () => {
      const { call, status } = await begun();
      isDisabled = true;
      // Who sends for a second is looked at again.
      await pause(1100);
      call.end('ture');
      expect(await status).to.equal(401);
      expect(left()).to.deep.equal({ made: 0, noted: 0, notes: [], entries: [] });
    });
  });

  it('stays noted where a handler has answered by itself and recorded nothing', async () => {
    expect((await console.get('/pages')).status).to.equal(200);
    expect([...console.begun.values()].map(({ operator }) => operator)).to.deep.equal(['Cam']);
  });
});
