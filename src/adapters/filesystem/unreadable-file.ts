/** Why a file could not be taken. The message is for operators and names no more than the file itself. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  /** Whether there simply is no such file. */
  readonly missing: boolean;

  constructor(reason: string, options?: ErrorOptions & { missing?: boolean }) {
    super(reason, options);
    this.missing = options?.missing ?? false;
  }
}

/** What a file access threw, as an `UnreadableFile`. */
export function unreadable(error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new UnreadableFile(missing ? 'does not exist' : `cannot be read (${code ?? message})`, {
    cause: error,
    missing,
  });
}

export function reasonOf(error: unknown): string {
  return unreadable(error).message;
}
