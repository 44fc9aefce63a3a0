import { expect } from 'chai';
import { type Client, createClient, optionsOf } from '../../web/src/client/client.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';

const visited = { dispatch: 'shake', user_draw_info: { uid: 'ann' } };
const won = { draw_id: 'd', won: true, prize: { id: 'p', name: '优惠券' }, user_draw_info: { uid: 'ann' } };

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

interface Given {
  readonly ret: number;
  readonly data?: unknown;
}

describe('the client', () => {
  let server: HttpServer;
  /** What the service answers to draws, one after another; `null`: it hangs up. The last one stays. */
  let draws: (Given | null)[];
  /** The same to visits. */
  let visits: (Given | null)[];

  beforeEach(async () => {
    draws = [{ ret: 0, data: won }];
    visits = [{ ret: 0, data: visited }];
    server = await startHttpServer(({ url }, response) => {
      const answers = url?.endsWith('/draw') ? draws : visits;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === null) response.destroy();
      else response.end(JSON.stringify({ msg: '', data: '', timestamp: 1, ...answer }));
    });
  });
  afterEach(() => server.close());

  const client = (store = memory()): Client =>
    createClient({ base: `${server.origin}/cms-market/`, activityId: '1055', token: 't', store });
  const keys = () =>
    server.requests
      .filter(({ url }) => url?.endsWith('/draw'))
      .map(({ body }) => JSON.parse(body).request_id);

  it('sends a draw until its result is known, always with the same key', async () => {
    draws = [null, { ret: 0, data: won }];
    const unsure: boolean[] = [];
    const drawn = await client().draw({ onUnsure: (crowded) => unsure.push(crowded) });
    expect(drawn).to.include({ kind: 'won', prizeId: 'p' });
    expect(unsure).to.deep.equal([false]);
    expect(keys()).to.have.length(2);
    expect(new Set(keys()).size).to.equal(1);
  });

  it('brings a draw that was not seen again, also after a reload, and then a new one', async () => {
    const store = memory();
    await client(store).draw();
    const again = await client(store).resume();
    expect(again).to.include({ kind: 'won' });
    expect(new Set(keys()).size).to.equal(1);
    again?.seen();
    expect(await client(store).resume()).to.equal(null);
    await client(store).draw();
    expect(new Set(keys()).size).to.equal(2);
  });

  it('draws nothing before the service has said who the visitor is', async () => {
    const store = memory();
    visits = [null, { ret: 5003 }, { ret: 0, data: visited }];
    const first = await client(store).draw();
    expect(first).to.include({ kind: 'won' });
    expect((await client(store).resume())?.kind).to.equal('won');
    expect(new Set(keys()).size).to.equal(1);
    visits = [{ ret: 1004 }];
    expect(await client(memory()).draw()).to.include({ kind: 'refused', settled: true });
    expect(keys()).to.have.length(2);
  });

  it('keeps a key only while a draw may have been made under it', async () => {
    const store = memory();
    draws = [{ ret: 2001 }];
    expect(await client(store).draw()).to.include({ kind: 'refused', settled: true });
    expect(await client(store).resume()).to.equal(null);
    draws = [{ ret: 1005 }];
    expect(await client(store).draw()).to.include({ kind: 'refused', settled: false });
    expect(await client(store).resume()).not.to.equal(null);
  });

  it('stops asking when it is told to', async () => {
    draws = [null];
    const stop = new AbortController();
    await new Promise<void>((resolve) => {
      void client().draw({
        signal: stop.signal,
        onUnsure() {
          stop.abort();
          resolve();
        },
      });
    });
    expect(keys()).to.have.length(1);
  });

  it('asks each path of the service with the activity and the token', async () => {
    const it = client();
    await it.prizes(7, 10);
    await it.claim('d', { name: '王' });
    await it.chances({ source: 'share' });
    await it.ticket('d');
    await it.fairness(2);
    const asked = server.requests.map(({ url, body }) => [url, body && JSON.parse(body)]);
    const visit = { activity_id: '1055', token: 't' };
    expect(asked).to.deep.equal([
      ['/cms-market/shake/prizes', { ...visit, before: 7, limit: 10 }],
      ['/cms-market/shake/claim', { ...visit, draw_id: 'd', form: { name: '王' } }],
      ['/cms-market/shake/chances', { ...visit, source: 'share' }],
      ['/cms-market/shake/ticket', { ...visit, draw_id: 'd' }],
      ['/cms-market/shake/fairness?activity_id=1055&rules_no=2', ''],
    ]);
  });
});

describe('the options of a page that the service serves', () => {
  it('are in the address of an own page', () => {
    expect(optionsOf('https://h5.example/cms-market/p/2001/index.html?token=t')).to.deep.equal({
      base: 'https://h5.example/cms-market/',
      activityId: '2001',
      token: 't',
      from: '',
    });
  });

  it('are in the query of the page of the service', () => {
    expect(optionsOf('https://h5.example/cms-market/?id=1055&from=app')).to.deep.equal({
      base: 'https://h5.example/cms-market/',
      activityId: '1055',
      token: '',
      from: 'app',
    });
  });
});
