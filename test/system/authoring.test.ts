import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('the commands for authors of activities', () => {
  for (const kind of ['shake', 'sku']) {
    it(`new ${kind}: is served as it is, check finds nothing in it, and editors find its schema`, async () => {
      const ACTIVITIES_DIR = await tempDir();
      const env = { ACTIVITIES_DIR, NODE_ENV: 'production' };
      const written = await runCommand(['new', kind, '2001'], env);
      expect(written).to.include({ code: 0, stdout: `${join(ACTIVITIES_DIR, '2001')}\n` });
      expect((await readdir(ACTIVITIES_DIR)).sort()).to.deep.equal(['2001']);
      const file = join(ACTIVITIES_DIR, '2001', 'data.json');
      const data = JSON.parse(await readFile(file, 'utf8'));
      expect(resolve(ACTIVITIES_DIR, '2001', data.$schema)).to.equal(resolve('schemas', `${kind}.json`));

      const checked = await runCommand(['check', '--json'], env);
      expect(checked.code).to.equal(0);
      expect(JSON.parse(checked.stdout).findings).to.deep.equal([]);

      const program = await startProgram({ ACTIVITIES_DIR });
      const { json } = await ask(`${program.base}/static?activity_id=2001&token=demo-ann`);
      expect([json.ret, json.detail.phase]).to.deep.equal([1003, 'not_started']);
      expect((await ask(`${program.base}/media/2001/banner.svg`)).status).to.equal(200);
      await program.stop();
    });
  }

  it('new writes over nothing, and says what it does not know', async () => {
    const ACTIVITIES_DIR = await tempDir();
    expect((await runCommand(['new', 'sku', 'a'], { ACTIVITIES_DIR })).code).to.equal(0);
    const before = await readFile(join(ACTIVITIES_DIR, 'a', 'data.json'), 'utf8');
    const again = await runCommand(['new', 'shake', 'a'], { ACTIVITIES_DIR });
    expect(again.code).to.equal(1);
    expect(again.stderr).to.contain('is there already');
    expect(await readFile(join(ACTIVITIES_DIR, 'a', 'data.json'), 'utf8')).to.equal(before);
    expect(await readdir(ACTIVITIES_DIR)).to.deep.equal(['a']);

    const quiz = await runCommand(['new', 'quiz', 'b'], { ACTIVITIES_DIR });
    expect([quiz.code, quiz.stderr]).to.deep.equal([
      2,
      'cms-market: "quiz" is no kind of activity; there are: shake, sku\n',
    ]);
    const outside = await runCommand(['new', 'sku', '../b'], { ACTIVITIES_DIR });
    expect(outside.code).to.equal(2);
    expect(await readdir(ACTIVITIES_DIR)).to.deep.equal(['a']);
  });

  it('schema prints what is committed, of one kind or of all', async () => {
    const of = async (...kind: string[]) => JSON.parse((await runCommand(['schema', ...kind])).stdout);
    const committed = async (kind: string) => JSON.parse(await readFile(`schemas/${kind}.json`, 'utf8'));
    expect(await of('shake')).to.deep.equal(await committed('shake'));
    expect(await of()).to.deep.equal({ shake: await committed('shake'), sku: await committed('sku') });
    expect((await runCommand(['schema', 'quiz'])).code).to.equal(2);
  });
});
