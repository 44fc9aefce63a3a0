import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  options: ICruiseOptions;
};

async function violations(): Promise<{ modules: number; broken: string[] }> {
  const { output } = await cruise(['src'], { ...options, validate: true, ruleSet: { forbidden } });
  if (typeof output === 'string') throw new Error(output);
  const { summary } = output;
  return {
    modules: summary.totalCruised,
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

describe('the walls of the hexagon', () => {
  it('stand', async () => {
    const { modules, broken } = await violations();
    expect(modules, 'a cruise that finds no module would pass').to.be.above(50);
    expect(broken).to.deep.equal([]);
  });

  const planted: Record<string, { room: string; code: string }> = {
    'domain-is-pure': { room: 'src/domain', code: "import 'node:fs';" },
    'application-knows-no-adapter': {
      room: 'src/application',
      code: "import '../../adapters/system/system-clock.ts';",
    },
    'application-knows-no-framework': { room: 'src/application', code: "import 'koa';" },
    'adapters-are-strangers': {
      room: 'src/adapters/koa',
      code: "import '../../memory/memory-session-cache.ts';",
    },
    'adapters-know-no-wiring': { room: 'src/adapters', code: "import '../../container/settings.ts';" },
    'only-the-container-knows-tsyringe': { room: 'src/domain', code: "import 'tsyringe';" },
    'the-container-starts-no-process': {
      room: 'src/container',
      code: "import '../../adapters/process/supervise.ts';",
    },
    'everything-resolves': { room: 'src/container', code: "import './nowhere.ts';" },
    'runs-on-dependencies-alone': { room: 'src/container', code: "import 'chai';" },
  };
  for (const [rule, { room, code }] of Object.entries(planted)) {
    it(`are seen to be broken: ${rule}`, async () => {
      const folder = await mkdtemp(join(room, 'planted-'));
      try {
        await writeFile(join(folder, 'planted.ts'), `${code}\n`);
        expect((await violations()).broken.join('\n')).to.match(new RegExp(`^${rule}: .*planted`, 'm'));
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
