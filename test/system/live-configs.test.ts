import { rename, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { SCALE } from '../support/scale.ts';
import { until } from '../support/until.ts';

const REWRITES = SCALE.rewrites;
const ASKERS = 4;

/* Long enough that a torn one would show: the parts of a version must agree. */
const version = (number: number) => ({
  dispatch: 'sku',
  title: `version ${number}`,
  skus: Array.from({ length: 60 }, (_, index) => ({ sku_id: `${index}`, name: `version ${number}` })),
});

describe('an activity that is edited while it is served', () => {
  let program: RunningProgram;
  let root: string;
  /* A connection of its own for each request, so that both workers are asked. */
  const agent = new Agent({ keepAlive: false });

  beforeEach(async () => {
    root = await activitiesDir({ a: version(0) });
    program = await startProgram({ ACTIVITIES_DIR: root, WORKERS: '2', ROLE: 'all' });
  });
  afterEach(() => program?.stop());

  const file = () => join(root, 'a', 'data.json');

  function served(): Promise<{ title: string; skus: { name: string }[] }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${program.base}/static?activity_id=a`, { agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          try {
            const { ret, data } = JSON.parse(text);
            if (ret !== 0) throw new Error(`ret ${ret}`);
            resolve(data);
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.on('error', reject).end();
    });
  }

  /** Resolves when forty answers in a row, by both workers, have this title. */
  const everywhere = (title: string) =>
    until(
      async () =>
        (await Promise.all(Array.from({ length: 40 }, served))).every((data) => data.title === title),
      { what: `${title} in every worker` },
    );

  it('is never torn, invalid or away, however it is written, and new within 2 s in every worker', async () => {
    const good = new Set(['version 0']);
    let writing = true;
    let answers = 0;
    const ask = async () => {
      while (writing) {
        const data = await served();
        answers += 1;
        expect(good.has(data.title), data.title).to.equal(true);
        expect(new Set(data.skus.map(({ name }) => name))).to.deep.equal(new Set([data.title]));
      }
    };
    const asking = Promise.all(Array.from({ length: ASKERS }, ask));
    const write = async (number: number) => {
      const whole = JSON.stringify(version(number));
      const broken = number % 2 === 1;
      if (!broken) good.add(`version ${number}`);
      const content = broken ? whole.slice(0, whole.length / 2) : whole;
      if (number % 4 < 2) await writeFile(file(), content);
      else {
        await writeFile(`${file()}.new`, content);
        await rename(`${file()}.new`, file());
      }
      const enough = answers + ASKERS;
      await until(() => answers >= enough, { what: 'answers while it is rewritten' });
    };
    const writes = async () => {
      for (let number = 1; number <= REWRITES; number++) await write(number);
    };
    await Promise.race([writes(), asking]);
    writing = false;
    await asking;
    await everywhere(`version ${REWRITES}`);
    let number = REWRITES;
    await promised({ newInEveryWorkerMs: 2000 }, async () => {
      const from = performance.now();
      number += 2;
      await writeFile(file(), JSON.stringify(version(number)));
      await everywhere(`version ${number}`);
      return { newInEveryWorkerMs: performance.now() - from };
    });
  });

  it('goes on in its last good version, which readyz and the log report', async () => {
    await writeFile(file(), JSON.stringify({ ...version(1), is_login_user: 'yes' }));
    const refusals = () => logLines(program.stdout()).filter(({ msg }) => msg === 'activity is invalid');
    await until(() => refusals().length > 0, { what: 'the line about it' });
    expect(refusals()[0]).to.include({ activity_id: 'a', path: file(), field: 'is_login_user' });
    await until(async () => (await ask(`${program.origin}/readyz`)).json.status === 'degraded', {
      what: 'readyz to say degraded',
    });
    expect((await served()).title).to.equal('version 0');
    expect(refusals()).to.have.length(1);
  });
});
