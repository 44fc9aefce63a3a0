import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/**
 * The texts of the files of dist that programs have loaded, by process. They ran with `NODE_V8_COVERAGE`, in which Node
 * names each file that it has loaded when they end.
 */
export async function loadedFiles(coverageDir: string): Promise<readonly ReadonlyMap<string, string>[]> {
  const reports = (await readdir(coverageDir)).map((name) => join(coverageDir, name));
  return Promise.all(
    reports.map(async (report) => {
      const { result }: Coverage = JSON.parse(await readFile(report, 'utf8'));
      const files = result.map(({ url }) => url).filter((url) => /^file:.*\/dist\/[^?]*\.js$/.test(url));
      const read = async (url: string) => [url, await readFile(fileURLToPath(url), 'utf8')] as const;
      return new Map(await Promise.all(files.map(read)));
    }),
  );
}
