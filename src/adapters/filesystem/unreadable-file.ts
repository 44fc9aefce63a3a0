import { fileProblem, type Problem } from '../../domain/shared/problem.ts';

/** A file cannot be used. The problem contains no path. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly problem: Problem;

  constructor(code: Problem['code'], params: Problem['params'] = {}, options?: ErrorOptions) {
    super(code, options);
    this.problem = fileProblem(code, params);
  }
}

/** Converts the error of a file access to an `UnreadableFile`. */
export function unreadable(error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new UnreadableFile('no_file', {}, { cause: error })
    : new UnreadableFile('unreadable', { error: code ?? message }, { cause: error });
}
