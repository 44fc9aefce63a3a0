import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from 'dependency-cruiser';
import { tempDir } from './support/temp-dir.ts';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  options: ICruiseOptions;
};

/* Written here once more, so that a module that the config forgets is noticed. */
const DOMAIN = ['shared', 'activities', 'releases', 'visitors', 'draws', 'deliveries', 'operators'];
const APPLICATION = [
  ...['shared', 'admission', 'activities', 'draws', 'deliveries', 'releases', 'operators'],
  ...['authoring', 'kinds', 'analysis'],
];
const DOMAIN_SEEN_BY: Readonly<Record<string, string>> = {
  shared: 'shared',
  admission: 'visitors',
  activities: 'visitors',
  draws: 'draws',
  deliveries: 'deliveries',
};

/* The folder of the planted files in each module. */
const PLANTED = 'planted-by-a-test';

const file = (room: string, name: string) => `src/${room}/${PLANTED}/${name}.ts`;

/** @param baseDir a folder with `src`, `node_modules`, `package.json` and `tsconfig.json` */
async function violations(baseDir = process.cwd()): Promise<{ modules: number; broken: Set<string> }> {
  const tsConfig = { fileName: join(baseDir, 'tsconfig.json') };
  const all = {
    ...options,
    tsConfig,
    baseDir,
    preserveSymlinks: true,
    validate: true,
    ruleSet: { forbidden },
  };
  const { output } = await cruise(['src'], all);
  if (typeof output === 'string') throw new Error(output);
  const { summary } = output;
  return {
    modules: summary.totalCruised,
    broken: new Set(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)),
  };
}

/** Pairs that a module order forbids: `[rule, importing room, imported room]`. */
function forbiddenPairs(): [string, string, string][] {
  const later = (order: readonly string[], module: string) => order.slice(order.indexOf(module) + 1);
  const inLayer = (layer: string, order: readonly string[]) =>
    order.flatMap((module) =>
      later(order, module).map((to): [string, string, string] => [
        `${layer}-${module}-comes-before`,
        `${layer}/${module}`,
        `${layer}/${to}`,
      ]),
    );
  const acrossLayers = Object.entries(DOMAIN_SEEN_BY).flatMap(([module, last]) =>
    later(DOMAIN, last).map((to): [string, string, string] => [
      `application-${module}-ends-at-domain-${last}`,
      `application/${module}`,
      `domain/${to}`,
    ]),
  );
  return [...inLayer('domain', DOMAIN), ...inLayer('application', APPLICATION), ...acrossLayers];
}

/* Of each rule that is no module order: a room, a file in it, and its code. */
const PLANTS: Readonly<Record<string, { room: string; code: string }>> = {
  'domain-is-pure': { room: 'domain', code: "import 'node:fs';" },
  'application-knows-no-adapter': {
    room: 'application',
    code: "import '../../adapters/system/system-clock.ts';",
  },
  'application-knows-no-framework': { room: 'application', code: "import 'koa';" },
  'adapters-are-strangers': {
    room: 'adapters/koa',
    code: "import '../../memory/memory-session-cache.ts';",
  },
  'adapters-know-no-wiring': { room: 'adapters', code: "import '../../container/settings.ts';" },
  'only-the-container-knows-tsyringe': { room: 'domain', code: "import 'tsyringe';" },
  'the-container-starts-no-process': {
    room: 'container',
    code: "import '../../adapters/process/supervise.ts';",
  },
  'no-circles': { room: 'container', code: "import './no-circles.ts';" },
  'everything-resolves': { room: 'container', code: "import './nowhere.ts';" },
  'nothing-is-left-over': { room: 'container', code: 'export {};' },
  'runs-on-dependencies-alone': { room: 'container', code: "import 'chai';" },
};

/** A copy of the sources with a file for each rule, and one in each module that imports all modules after it. */
async function plantedCopy(): Promise<string> {
  const dir = await tempDir();
  await cp('src', join(dir, 'src'), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json']) await cp(name, join(dir, name));
  await symlink(resolve('node_modules'), join(dir, 'node_modules'));
  const write = async (path: string, code: string) => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), `${code}\n`);
  };
  for (const [rule, { room, code }] of Object.entries(PLANTS)) await write(file(room, rule), code);
  const imports = new Map<string, string[]>();
  for (const [, from, to] of forbiddenPairs()) imports.set(from, [...(imports.get(from) ?? []), to]);
  for (const [from, rooms] of imports) {
    const code = rooms.map((to) => `import '../../../${to}/${PLANTED}/target.ts';`).join('\n');
    await write(file(from, 'importing'), code);
  }
  for (const room of [...DOMAIN.map((m) => `domain/${m}`), ...APPLICATION.map((m) => `application/${m}`)]) {
    await write(file(room, 'target'), 'export {};');
  }
  return dir;
}

/* The rooms of the page. Each imports rooms before it alone. */
const PAGE_ROOMS = [
  ...['phone', 'words', 'client', 'parts', 'theme', 'activity', 'pictures', 'sounds', 'deliveries'],
  ...['fairness', 'chances', 'result', 'stages', 'prizes', 'screens', 'promotion', 'counter'],
];

/** The relative paths that a source imports, statically or not. */
const importedBy = (source: string) =>
  [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) => path);

/** What each file of the page imports, as `[importing file, imported file]` from the root of the project. */
async function pageImports(): Promise<[string, string][]> {
  const names = await readdir('web/src', { recursive: true });
  const files = names.filter((name) => /\.(ts|vue)$/.test(name)).map((name) => join('web/src', name));
  const imported = await Promise.all(
    files.map(async (file) =>
      importedBy(await readFile(file, 'utf8')).map((path): [string, string] => [
        file,
        join(dirname(file), path),
      ]),
    ),
  );
  return imported.flat();
}

/** The imports of a room that comes after the importing one. All come after one that is not listed. */
function againstOrder(rooms: readonly string[], imports: readonly [string, string][]): string[] {
  const placeOf = (file: string) => {
    const [, , room = '', name] = file.split('/');
    return name === undefined ? rooms.length : rooms.indexOf(room);
  };
  return imports.filter(([from, to]) => placeOf(to) > placeOf(from)).map(([from, to]) => `${from} → ${to}`);
}

describe('the architecture', () => {
  it('is kept', async () => {
    const { modules, broken } = await violations();
    expect(modules, 'modules found; a cruise that finds none passes').to.be.above(200);
    expect([...broken]).to.deep.equal([]);
  });

  it('lets the page know the choices and the paths of media alone, and these know nothing', async () => {
    const known = ['page-choices', 'media-path'].map((name) => `src/domain/activities/${name}.ts`);
    const imported = (await pageImports()).map(([, to]) => to);
    expect(new Set(imported.filter((path) => !path.startsWith('web/')))).to.deep.equal(new Set(known));
    for (const each of known) expect(importedBy(await readFile(each, 'utf8'))).to.deep.equal([]);
  });

  it('has no circles between the rooms of the page', async () => {
    const imports = await pageImports();
    expect(againstOrder(PAGE_ROOMS, imports)).to.deep.equal([]);
    const turned = againstOrder([...PAGE_ROOMS].reverse(), imports);
    expect(turned, 'imports found; a test that finds none passes').to.have.length.above(200);
  });

  describe('when it is violated', () => {
    let broken: Set<string>;

    before(async () => {
      ({ broken } = await violations(await plantedCopy()));
    });

    for (const [rule, { room }] of Object.entries(PLANTS)) {
      it(`reports ${rule}`, () => {
        const found = [...broken].filter((each) => each.startsWith(`${rule}: ${file(room, rule)} → `));
        expect(found).to.have.length(1);
      });
    }

    it('reports each import of a later module', () => {
      const missed = forbiddenPairs()
        .map(([rule, from, to]) => `${rule}: ${file(from, 'importing')} → ${file(to, 'target')}`)
        .filter((violation) => !broken.has(violation));
      expect(missed).to.deep.equal([]);
    });

    it('has a planted violation for each rule', () => {
      const shown = new Set([...Object.keys(PLANTS), ...forbiddenPairs().map(([rule]) => rule)]);
      expect(forbidden.map(({ name }) => name).filter((name) => !shown.has(name ?? ''))).to.deep.equal([]);
    });
  });
});
