import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { OperationsProcess } from '../../../src/adapters/process/operations-process.ts';
import type { ProcessLog } from '../../../src/adapters/process/process-log.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

/* Each start notes itself, and then does what the file `task` says. */
const PROGRAM = `
const { appendFileSync, readFileSync } = require('node:fs');
const { ROLE, CMS_MARKET_OPERATIONS_CHILD: child } = process.env;
appendFileSync(__dirname + '/starts', [process.argv[2], ROLE, child, process.pid].join(' ') + '\\n');
const tasks = {
  publish: () => process.send({ type: 'published' }),
  chat: () => {
    process.send({ type: 'other' });
    process.send({ type: 'release-settled', outcome: 'published' });
  },
  die: () => process.exit(3),
  nothing: () => {},
};
tasks[readFileSync(__dirname + '/task', 'utf8')]();
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
setInterval(() => {}, 1000);
`;

describe('OperationsProcess', () => {
  let dir: string;
  let operations: OperationsProcess;
  let isPublished: boolean;
  let logged: string[];
  let outcomes: unknown[];
  const [program] = process.argv.slice(1);

  beforeEach(async () => {
    dir = await tempDir();
    await writeFile(join(dir, 'program.cjs'), PROGRAM);
    process.argv[1] = join(dir, 'program.cjs');
    logged = [];
    const note = (...args: unknown[]) => void logged.push(String(args.at(-1)));
    const log: ProcessLog = { info: note, warn: note, error: note, fatal: note, flushed: async () => {} };
    outcomes = [];
    operations = new OperationsProcess(log, (outcome) => outcomes.push(outcome));
    isPublished = false;
    void operations.published().then(() => {
      isPublished = true;
    });
  });
  afterEach(async () => {
    sinon.restore();
    await operations.close();
    if (program !== undefined) process.argv[1] = program;
  });

  async function start(task: 'publish' | 'chat' | 'die' | 'nothing'): Promise<void> {
    await writeFile(join(dir, 'task'), task);
    operations.start();
    await until(async () => (await starts()).length > 0, { what: 'the process to start' });
  }
  const starts = async () =>
    (await readFile(join(dir, 'starts'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const children = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
  const published = () => until(() => isPublished, { what: 'it to have published' });

  it('is a process of its own, that knows what it is, and reports that it has published', async () => {
    await start('publish');
    await published();
    expect((await starts())[0]).to.match(/^serve operations 1 \d+$/);
    expect(logged).to.deep.equal([]);
  });

  it('has not published before it says so', async () => {
    await start('chat');
    // Sent last, through the same channel.
    await until(() => outcomes.length > 0, { what: 'the last of its messages' });
    expect(isPublished).to.equal(false);
  });

  it('counts as one that has published when it dies, so that the service starts, and is started again', async () => {
    await start('die');
    await published();
    await until(async () => (await starts()).length >= 2, { what: 'another start' });
    expect(logged).to.include('the operations process ended');
  });

  it('counts as one that has published after 25 s', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await writeFile(join(dir, 'task'), 'nothing');
    operations.start();
    await timers.tickAsync(24_999);
    expect(isPublished).to.equal(false);
    await timers.tickAsync(1);
    expect(isPublished).to.equal(true);
    timers.restore();
    await until(async () => (await starts()).length > 0, { what: 'the process to start' });
  });

  it('is replaced by a new one, which does not count as a death', async () => {
    await start('publish');
    await published();
    await operations.renew();
    await until(async () => (await starts()).length === 2, { what: 'the new one' });
    const pids = (await starts()).map((line) => line.split(' ').at(-1));
    expect(new Set(pids).size).to.equal(2);
    expect(logged).to.deep.equal(['operations process replaced']);
  });

  it('is gone when it is closed, and not started again', async () => {
    await start('publish');
    const running = children();
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await operations.close();
    const pid = Number((await starts())[0]?.split(' ').at(-1));
    expect(() => process.kill(pid, 0)).to.throw('ESRCH');
    await operations.renew();
    // Longer than any pause before another start. A start by a timer is there when the timer has run.
    await timers.tickAsync(60_000);
    timers.restore();
    expect(children()).to.equal(running - 1);
    expect(await starts()).to.have.length(1);
    expect(logged).to.deep.equal([]);
  });
});
