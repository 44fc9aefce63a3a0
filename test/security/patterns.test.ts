import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

/*
 * Repetition inside repetition can be gone through in exponentially many ways, unless each round begins with
 * something that the inner repetition cannot be. Of those that repeat so, this is said of each here.
 */
const SOUND: Readonly<Record<string, string>> = {
  '/^(?:\\/[A-Za-z0-9._~-]+)+$/': 'each round begins with a slash, which the inner one is not',
};

function patternsOf(dir: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(dir, name);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** Whether a group that may repeat without end holds something that may repeat without end. */
function repeatsInsideRepetition(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const endless = /[*+]|\{\d+,\}/;
  const opened: number[] = [];
  for (let at = 0; at < bare.length; at++) {
    if (bare[at] === '(') opened.push(at);
    if (bare[at] !== ')') continue;
    const inside = bare.slice(opened.pop() ?? 0, at);
    if (/^(?:[*+]|\{\d+,\})/.test(bare.slice(at + 1)) && endless.test(inside)) return true;
  }
  return false;
}

describe('the patterns of src', () => {
  const patterns = patternsOf('src');

  it('are found', () => {
    expect(patterns.length).to.be.above(20);
    expect(patterns).to.include.members(Object.keys(SOUND));
  });

  it('hold no repetition inside a repetition, unless it is sound', () => {
    const doubtful = patterns.filter(repeatsInsideRepetition);
    expect(doubtful.filter((pattern) => !SOUND[pattern])).to.deep.equal([]);
  });

  it('would be caught', () => {
    for (const slow of ['/(a+)+$/', '/(?:x|a*)*b/', '/((\\s+)y?)+/', '/([a-z]{2,})*!/']) {
      expect(repeatsInsideRepetition(slow), slow).to.equal(true);
    }
    for (const fast of ['/^[a-z]+$/', '/(ab)+/', '/\\(a+\\)+/', '/[(a+)+]/', '/(a+)?b/']) {
      expect(repeatsInsideRepetition(fast), fast).to.equal(false);
    }
  });
});
