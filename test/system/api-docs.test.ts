import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startProgram } from '../support/built-program.ts';

describe('docs/api.md', () => {
  it('has examples that give what it says', async () => {
    const text = await readFile('docs/api.md', 'utf8');
    const examples = [...text.matchAll(/^# ret (\d+)\n(curl .*)$/gm)];
    expect(examples)
      .to.have.length((text.match(/^curl /gm) ?? []).length)
      .and.to.have.length.above(5);
    const program = await startProgram();
    for (const [, ret, command = ''] of examples) {
      const here = command.replace('127.0.0.1:3033', `127.0.0.1:${program.port}`);
      const { stdout } = await promisify(execFile)('sh', ['-c', here]);
      expect(`${JSON.parse(stdout).ret}`, command).to.equal(ret);
    }
    await program.stop();
  });

  it('names every ret that the service has', async () => {
    const { RESPONSES: answers } = await import('../../src/adapters/koa/http/responses.ts');
    const text = await readFile('docs/api.md', 'utf8');
    for (const { ret } of Object.values(answers))
      expect(text).to.match(new RegExp(`^\\| .*\\b${ret}\\b.* \\|`, 'm'));
  });
});
