import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { TRAIL_ACTIONS } from '../../console/src/people/trail-actions.ts';
import zh from '../../console/src/people/words/zh.ts';
import { UNFINISHED } from '../../src/domain/operators/begun-actions.ts';

const ROUTES = 'src/adapters/koa/console/routes';

describe('the words of the trail', () => {
  it('has one for each action that the routes leave', async () => {
    const files = await Promise.all(
      (await readdir(ROUTES)).map((name) => readFile(join(ROUTES, name), 'utf8')),
    );
    const left = files.flatMap((text) =>
      [...text.matchAll(/(?:action: |change\(parts, request, )'([a-z_.]+)'/g)].map(([, action]) => action),
    );
    expect(left.length).to.be.above(20);
    const known: readonly string[] = Object.values(TRAIL_ACTIONS).flat();
    expect([...new Set(left)].filter((action) => !known.includes(action ?? ''))).to.deep.equal([]);
    expect(known).to.include(UNFINISHED);
    const words = zh.trail.actions as Readonly<Record<string, string>>;
    expect(known.filter((action) => !words[action])).to.deep.equal([]);
  });
});
