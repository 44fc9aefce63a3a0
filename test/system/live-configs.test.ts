import { rename, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { until } from '../support/until.ts';

const REWRITES = 500;
const REWRITE_EVERY_MS = 12;
const ASKED_PER_SECOND = 200;

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
    program = await startProgram({ ACTIVITIES_DIR: root, WORKERS: '2' });
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

  /** The new version, from whichever worker answers, forty times in a row. */
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
    const asking = (async () => {
      const under = new Set<Promise<void>>();
      while (writing) {
        const one = served().then((data) => {
          answers += 1;
          expect(good.has(data.title), data.title).to.equal(true);
          expect(new Set(data.skus.map(({ name }) => name))).to.deep.equal(new Set([data.title]));
        });
        under.add(one);
        await pause(1000 / ASKED_PER_SECOND);
      }
      await Promise.all(under);
    })();
    for (let number = 1; number <= REWRITES; number++) {
      const whole = JSON.stringify(version(number));
      const broken = number % 2 === 1;
      if (!broken) good.add(`version ${number}`);
      const content = broken ? whole.slice(0, whole.length / 2) : whole;
      if (number % 4 < 2) await writeFile(file(), content);
      else {
        await writeFile(`${file()}.new`, content);
        await rename(`${file()}.new`, file());
      }
      await pause(REWRITE_EVERY_MS);
    }
    writing = false;
    await asking;
    expect(answers).to.be.above(500);
    await everywhere(`version ${REWRITES}`);
    for (const number of [REWRITES + 2, REWRITES + 4]) {
      await writeFile(file(), JSON.stringify(version(number)));
      await everywhere(`version ${number}`);
    }
  });

  it('goes on in its last good version, which readyz and the log tell, and the next start too', async () => {
    await writeFile(file(), JSON.stringify({ ...version(1), is_login_user: 'yes' }));
    const refusals = () => logLines(program.stdout()).filter(({ msg }) => msg === 'activity is invalid');
    await until(() => refusals().length > 0, { what: 'the log to tell' });
    expect(refusals()[0]).to.include({ activity_id: 'a', path: file(), field: 'is_login_user' });
    await until(async () => (await ask(`${program.origin}/readyz`)).json.status === 'degraded', {
      what: 'readyz to tell',
    });
    expect((await served()).title).to.equal('version 0');
    expect(refusals()).to.have.length(1);
  });
});
