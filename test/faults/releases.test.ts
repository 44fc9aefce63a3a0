import { readFile, rename, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { startPostgres } from '../support/postgres.ts';
import { promised } from '../support/promised.ts';
import { SCALE } from '../support/scale.ts';
import { startTwoMachines, type TwoMachines } from '../support/two-machines.ts';
import { until } from '../support/until.ts';

const CLIENTS = 4;

/* The parts of a version must agree: one that is torn would show. */
const version = (number: number) => ({
  dispatch: 'sku',
  title: `version ${number}`,
  skus: Array.from({ length: 60 }, (_, index) => ({ sku_id: `${index}`, name: `version ${number}` })),
});

interface Seen {
  readonly release: number;
  readonly title: string;
}

/* A connection of its own for each request, so that all processes are asked. */
const agent = new Agent({ keepAlive: false });

function ask({ base }: RunningProgram): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const sent = request(`${base}/static?activity_id=a`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        try {
          const { ret, data } = JSON.parse(text);
          if (ret !== 0) throw new Error(`ret ${ret}`);
          const names = new Set(data.skus.map(({ name }: { name: string }) => name));
          if (names.size !== 1 || !names.has(data.title)) throw new Error(`torn: ${text}`);
          resolve({ release: Number(response.headers['x-release']), title: data.title });
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', reject).end();
  });
}

describe('releases on two machines, of two workers each', () => {
  let root: string;
  let machines: TwoMachines;
  /* Those that a test has started itself. */
  const started: { stop(signal?: NodeJS.Signals): Promise<unknown> }[] = [];

  beforeEach(async () => {
    root = await activitiesDir({ a: version(0) });
    machines = await startTwoMachines(root);
  });
  afterEach(async () => {
    // The programs end before the stores that they use.
    for (const each of started.splice(0).reverse()) await each.stop('SIGKILL');
    await machines?.stop();
  });
  const start = async (...args: Parameters<typeof startProgram>) => {
    const program = await startProgram(...args);
    started.push(program);
    return program;
  };

  const file = () => join(root, 'a', 'data.json');
  const publics = () => machines.publics;

  async function write(content: string, inPlace: boolean): Promise<void> {
    if (inPlace) return writeFile(file(), content);
    await writeFile(`${file()}.new`, content);
    await rename(`${file()}.new`, file());
  }

  /** What forty answers in a row of each machine have in common. */
  async function served(): Promise<Seen | null> {
    const answers = await Promise.all(
      publics().flatMap((program) => Array.from({ length: 40 }, () => ask(program))),
    );
    const [first] = answers as [Seen];
    return answers.every(({ release }) => release === first.release) ? first : null;
  }

  it('are the same everywhere 2 s after the last of many edits, and never go back for any client', async () => {
    let isWriting = true;
    let latest = 0;
    const client = async (no: number) => {
      let last = 0;
      for (let count = no; isWriting; count++) {
        const { release } = await ask(publics()[count % 2] as RunningProgram);
        expect(release, 'the release of a client').to.be.at.least(last);
        last = release;
        latest = Math.max(latest, last);
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, no) => client(no)));
    const edits = async () => {
      for (let number = 1; number <= SCALE.releases; number++) {
        const whole = JSON.stringify(version(number));
        const content = number % 2 === 0 ? whole : whole.slice(0, whole.length / 2);
        await write(content, number % 4 < 2);
        await pause(Math.random() * 40);
      }
    };
    await Promise.race([edits(), clients]);
    let title = `version ${SCALE.releases}`;
    await promised({ everywhereMs: 2000 }, async () => {
      const from = performance.now();
      await until(async () => (await served())?.title === title, { what: `${title} everywhere` });
      const everywhereMs = performance.now() - from;
      title = `${title}.`;
      await write(JSON.stringify({ ...version(0), title, skus: [{ sku_id: '1', name: title }] }), true);
      return { everywhereMs };
    });
    // Of edits that come so fast, the last one alone may have been there for long enough; the one after it is a third release.
    await Promise.race([until(() => latest > 2, { what: 'three releases for a client' }), clients]);
    isWriting = false;
    await clients;
  });

  it('are served on while the record store is away, also after a restart, and new again 2 s after it is back', async () => {
    await write(JSON.stringify(version(1)), true);
    await until(async () => (await served())?.title === 'version 1', { what: 'version 1 everywhere' });
    const before = (await served()) as Seen;
    await until(() => isCopied(machines.envOf(0), before.release), { what: 'the copy' });
    const { port, dir } = machines.postgres;
    await machines.postgres.kill();
    await write(JSON.stringify(version(2)), true);
    await publics()[0].stop();
    const restarted = await start(
      { ...machines.envOf(0), ROLE: 'public', WORKERS: '2' },
      { publishes: false },
    );
    const both = [restarted, publics()[1]];
    const end = performance.now() + SCALE.secondsWithoutRecords * 1000;
    while (performance.now() < end) {
      for (const program of both) expect(await ask(program)).to.deep.equal(before);
      await pause(20);
    }
    // The first that is started is the last that is stopped.
    started.unshift(await startPostgres({ port, dir }));
    const backAt = performance.now();
    const isNew = async () => (await Promise.all(both.map(ask))).every(({ title }) => title === 'version 2');
    await until(isNew, { what: 'version 2 everywhere' });
    const newMs = performance.now() - backAt;
    await promised({ newMs: 2000 }, async () => ({ newMs }), { times: 1 });
    await restarted.stop();
  });

  it('are published by another process within 10 s of the publisher’s death', async () => {
    let [first, second] = machines.operations;
    let number = 0;
    await promised({ takeoverMs: 10_000 }, async () => {
      let takeoverMs = 0;
      // One of the two has the lease, so one of the two deaths is the publisher's.
      for (let death = 1; death <= 2; death++) {
        await first.stop('SIGKILL');
        const next = version(++number);
        const from = performance.now();
        await write(JSON.stringify(next), true);
        await until(async () => (await served())?.title === next.title, { what: `${next.title} everywhere` });
        takeoverMs = Math.max(takeoverMs, performance.now() - from);
        [first, second] = [second, await start({ ...machines.envOf(0), ROLE: 'operations' })];
      }
      return { takeoverMs };
    });
  });
});

async function isCopied({ DATA_DIR = '' }: Record<string, string>, release: number): Promise<boolean> {
  const text = await readFile(join(DATA_DIR, 'releases', 'a', 'change.json'), 'utf8').catch(() => '');
  return text !== '' && JSON.parse(text).serving.no === release;
}
