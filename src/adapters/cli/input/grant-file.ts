import type { LineSource } from '../../../application/shared/lines-of.ts';
import type { Grant } from '../../../domain/draws/grant.ts';
import { type GrantProblem, grantLines } from './grant-lines.ts';

export interface GrantCheck {
  /** How many grants the file holds. */
  readonly grants: number;
  /** The first ones. */
  readonly problems: readonly GrantProblem[];
  readonly problemCount: number;
}

/* Nobody reads more of them, and a file of another kind has one in each line. */
const MOST_PROBLEMS = 1000;

/** Reads the whole file, and reports everything that is wrong with it. */
export async function checkGrants(file: LineSource): Promise<GrantCheck> {
  const problems: GrantProblem[] = [];
  let problemCount = 0;
  let grants = 0;
  for await (const line of grantLines(file.lines())) {
    if (line.kind === 'grant') {
      grants += 1;
      continue;
    }
    problemCount += 1;
    if (problems.length < MOST_PROBLEMS) problems.push(line.problem);
  }
  return { grants, problems, problemCount };
}

/**
 * The grants of a file that was checked.
 * @throws Error with the given message if something is wrong with it now
 */
export async function* grantsOf(file: LineSource, changed: string): AsyncIterable<Grant> {
  for await (const line of grantLines(file.lines())) {
    if (line.kind === 'problem') throw new Error(changed);
    yield line.grant;
  }
}
