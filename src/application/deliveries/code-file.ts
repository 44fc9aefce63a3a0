import type { LineSource } from '../shared/lines-of.ts';
import { type CodeProblem, codeLines } from './code-lines.ts';
import { RepeatedLines } from './repeated-lines.ts';

export interface CodeCheck {
  /** How many codes the file holds. */
  readonly codes: number;
  /** The first ones. */
  readonly problems: readonly CodeProblem[];
  readonly problemCount: number;
}

/* Nobody reads more of them, and a file of another kind has one in each line. */
const MOST_PROBLEMS = 100;

/** Reads the whole file, and reports everything that is wrong with it. */
export async function checkCodes(file: LineSource): Promise<CodeCheck> {
  const problems: CodeProblem[] = [];
  let [problemCount, codes] = [0, 0];
  for await (const line of codeLines(file.lines(), new RepeatedLines())) {
    if (line.kind === 'code') {
      codes += 1;
      continue;
    }
    problemCount += 1;
    if (problems.length < MOST_PROBLEMS) problems.push(line.problem);
  }
  return { codes, problems, problemCount };
}

/**
 * The codes of a file that was checked.
 * @throws Error with the given message if something is wrong with it now
 */
export async function* codesOf(file: LineSource, changed: string): AsyncIterable<string> {
  for await (const line of codeLines(file.lines())) {
    if (line.kind === 'problem') throw new Error(changed);
    yield line.code;
  }
}
