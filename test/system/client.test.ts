import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';
import type * as ClientModule from '../../web/src/client/client.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';

const BUILT = join(process.cwd(), 'dist/client/client.js');

const memory = () => {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
};

describe('the built client', () => {
  let program: RunningProgram;

  before(async () => {
    const dir = await activitiesDir({
      lucky: {
        dispatch: 'shake',
        is_login_user: true,
        prizes: [{ id: 'car', name: '一辆小汽车' }],
        rules: {
          chances: { total: 1, earn: { sign_in: { per_day: 1 } } },
          prizes: { car: { odds: '100%' } },
        },
      },
    });
    program = await startProgram({ ACTIVITIES_DIR: dir });
  });
  after(() => program.stop());

  it('visits, draws, earns and lists against the real service', async () => {
    const { createClient } = (await import(pathToFileURL(BUILT).href)) as typeof ClientModule;
    const options = { base: `${program.base}/`, activityId: 'lucky', token: 'demo-ann', store: memory() };
    const client = createClient(options);
    expect(await client.visit()).to.include({ kind: 'answered', ret: 0 });
    const drawn = await client.draw();
    expect(drawn).to.include({ kind: 'won', name: '一辆小汽车' });
    drawn.seen();
    expect(await client.draw()).to.include({ kind: 'refused', settled: true });
    expect(await client.chances({ source: 'sign_in' })).to.include({ ret: 0 });
    const second = await createClient(options).draw();
    const replayed = await createClient(options).resume();
    expect([second.kind, replayed?.kind]).to.deep.equal(['won', 'won']);
    const prizes = await client.prizes();
    expect(prizes).to.have.nested.property('data.prizes_total', 2);
    expect(await client.fairness())
      .to.have.nested.property('data.commitment')
      .that.matches(/^[0-9a-f]{64}$/);
  });

  it('is served, for pages without a build', async () => {
    const response = await fetch(`${program.base}/client.js`);
    expect(response.headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    expect(await response.text()).to.equal(await readFile(BUILT, 'utf8'));
  });

  it('has types that a strict project takes as they are', () => {
    const types = BUILT.replace(/client\.js$/, 'client/client.d.ts');
    const program = ts.createProgram([types], {
      strict: true,
      noEmit: true,
      skipDefaultLibCheck: true,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      module: ts.ModuleKind.NodeNext,
      types: [],
    });
    const found = ts.getPreEmitDiagnostics(program);
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).to.deep.equal(
      [],
    );
  });
});
