interface OfRelease {
  /** With the SHA-256 of each file, by its name. */
  readonly release: { readonly pictures: Readonly<Record<string, string>> } | null;
}

/* Enough digits for the versions of one file to differ. */
const DIGITS = 16;

/** How the address of a file names its content, by the SHA-256 of the content. */
export function mediaVersion(hash: string): string {
  return hash.slice(0, DIGITS);
}

/** The version of each file that is kept with an activity's release, by its name; `null` where there is none. */
export function mediaVersionsOf({ release }: OfRelease): Readonly<Record<string, string>> | null {
  const hashes = Object.entries(release?.pictures ?? {});
  if (hashes.length === 0) return null;
  return Object.fromEntries(hashes.map(([name, hash]) => [name, mediaVersion(hash)]));
}
