import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';

const SOURCE = 'console/src';

/* The rooms that others share, each of which knows those before it. Every other room is a page's, and knows these alone. */
const SHARED = ['style', 'assets', 'i18n', 'format', 'api', 'parts', 'app', 'delivery', 'activity'];

/* The lists of pages know the pages, and shared rooms know those lists. */
const IS_ROUTES = /\/(routes|activity-pages)\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
}

const roomOf = (file: string): string => file.split('/')[0] ?? '';

async function importsOf(file: string): Promise<Import[]> {
  const text = await readFile(join(SOURCE, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
    .map(([, path]) => ({ from: file, to: relative(SOURCE, join(SOURCE, dirname(file), path as string)) }))
    .filter(({ from, to }) => !to.startsWith('..') && roomOf(from) !== roomOf(to));
}

function isAllowed({ from, to }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)].map((room) => SHARED.indexOf(room)) as [number, number];
  if (IS_ROUTES.test(from) || (here !== -1 && IS_ROUTES.test(to))) return true;
  return there !== -1 && (here === -1 || there < here);
}

describe('the rooms of the console', () => {
  it('know only those before them', async () => {
    const files = (await readdir(SOURCE, { recursive: true })).filter((name) => /\.(ts|vue)$/.test(name));
    const imports = (await Promise.all(files.map(importsOf))).flat();
    expect(imports.length, 'imports that were found').to.be.above(200);
    const broken = imports.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`);
    expect(broken).to.deep.equal([]);
  });

  it('has a test that bites', () => {
    expect(isAllowed({ from: 'people/PeopleView.vue', to: 'home/HomeView.vue' })).to.equal(false);
    expect(isAllowed({ from: 'parts/StateTag.vue', to: 'app/session.ts' })).to.equal(false);
    expect(isAllowed({ from: 'people/PeopleView.vue', to: 'people/routes.ts' })).to.equal(false);
    expect(isAllowed({ from: 'people/PeopleView.vue', to: 'parts/StateTag.vue' })).to.equal(true);
    expect(isAllowed({ from: 'app/router.ts', to: 'people/routes.ts' })).to.equal(true);
  });
});
