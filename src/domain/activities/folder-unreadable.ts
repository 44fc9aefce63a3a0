/** The folder of the activities is missing, or may not be read. */
export class FolderUnreadable extends Error {
  /** An absolute path. */
  readonly folder: string;
  /** As the operating system names the reason, such as `ENOENT`. */
  readonly reason: string;

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    const reason = cause.code ?? cause.message;
    super(`the folder ${folder} cannot be read (${reason}); ACTIVITIES_DIR=… names another`, { cause });
    this.folder = folder;
    this.reason = reason;
  }
}
