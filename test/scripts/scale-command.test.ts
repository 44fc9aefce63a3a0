import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { costsOf, readCosts } from '../../scripts/scale/costs.ts';
import { DEFAULTS } from '../../scripts/scale/inputs.ts';
import { markdownOf } from '../../scripts/scale/render.ts';
import { reportOf } from '../../scripts/scale/report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const scale = (...args: string[]) => run(process.execPath, ['--import', 'tsx', 'scripts/scale.ts', ...args]);

describe('npm run scale', () => {
  it('runs as docs/scale.md says', async () => {
    const document = await readFile(join(ROOT, 'docs/scale.md'), 'utf8');
    const commands = [...document.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = '']) => text.trim());
    expect(commands.length).to.be.at.least(1);
    for (const command of commands) {
      const { code, stdout, stderr } = await run('sh', ['-c', command]);
      expect({ code, stderr }, command).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.include('THE ANSWER');
    }
  });

  it('has written the figures of docs/scale.md, by the costs of bench/costs.json', async () => {
    const document = await readFile(join(ROOT, 'docs/scale.md'), 'utf8');
    const costs = costsOf(await readCosts(join(ROOT, 'bench/costs.json')));
    const isWritten = document.includes(
      `<!-- scale:begin -->\n${markdownOf(reportOf(DEFAULTS, costs))}\n<!-- scale:end -->`,
    );
    expect(isWritten, 'run `npm run scale -- --write`').to.equal(true);
  });

  it('takes other numbers', async () => {
    const { stdout } = await scale('--json', '--machines', '60', '--visitors-first-minute', '1e6');
    const { inputs, order } = JSON.parse(stdout);
    expect([inputs.machines, inputs.visitorsFirstMinute, inputs.users]).to.deep.equal([60, 1e6, 50e6]);
    expect(order[0].utilisation).to.be.at.least(order[1].utilisation);
  });

  it('reports all wrong options in one line, with exit code 2', async () => {
    for (const [args, message] of [
      [['--machines', 'many'], '--machines many: must be a whole number from 1 to 100000\n'],
      [['--machines', '1.5'], '--machines 1.5: must be a whole number from 1 to 100000\n'],
      [['--users', ''], '--users : must be a number from 0 to 1000000000000\n'],
      [
        ['--cdn-share', '2', '--target', '0'],
        '--cdn-share 2: must be a number from 0 to 1; --target 0: must be a number from 0.05 to 1\n',
      ],
      [['--machine', '3'], "Unknown option '--machine'"],
      [['--users', '--json'], "Option '--users"],
      [['now'], 'Unexpected argument'],
    ] as const) {
      const { code, stdout, stderr } = await scale(...args);
      expect({ code, stdout, lines: stderr.match(/\n/g)?.length }, stderr).to.deep.equal({
        code: 2,
        stdout: '',
        lines: 1,
      });
      expect(stderr.startsWith(message), stderr).to.equal(true);
    }
  });
});
