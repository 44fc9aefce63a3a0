import type { Colors } from './colors.ts';
import { displayWidth, padEnd, plain, wrap } from './text-layout.ts';

const WIDTH = 80;
const INDENT = '  ';

export type Fact = readonly [label: string, text: string];

/** A line a fact, under one another, in lines of at most 80 columns. */
export function renderFacts(facts: readonly Fact[], colors: Colors): string[] {
  const room = Math.max(0, ...facts.map(([label]) => displayWidth(label))) + 2;
  return facts.flatMap(([label, text]) =>
    wrap(plain(text), WIDTH - INDENT.length - room).map(
      (line, index) => `${INDENT}${colors.dim(padEnd(index === 0 ? label : '', room))}${line}`,
    ),
  );
}
