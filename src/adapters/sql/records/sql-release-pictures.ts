import { sql } from 'kysely';
import type { Picture, ReleasePictures } from '../../../domain/releases/release-pictures.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { valuesOf } from './release-rows.ts';

/** The pictures of releases, in the table `release_pictures`. */
export class SqlReleasePictures implements ReleasePictures {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  missing(hashes: readonly string[]): Promise<readonly string[]> {
    if (hashes.length === 0) return Promise.resolve([]);
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const { rows } = await sql<{ hash: string }>`
        select hash from release_pictures
        where hash in (select key.value from ${valuesOf(kind, hashes)})`.execute(db);
      const stored = new Set(rows.map(({ hash }) => hash));
      return [...new Set(hashes)].filter((hash) => !stored.has(hash));
    });
  }

  async keep(pictures: readonly Picture[]): Promise<void> {
    await inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        // In one order: two that keep the same pictures at once would wait for each other.
        const sorted = [...pictures].sort((one, other) => (one.hash < other.hash ? -1 : 1));
        // One by one: each may have 2 MiB.
        for (const { hash, bytes } of sorted) {
          await transaction
            .insertInto('release_pictures')
            .values({ hash, bytes: Buffer.from(bytes) })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
      }),
    );
  }

  find(hash: string): Promise<Uint8Array | undefined> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('release_pictures')
        .select('bytes')
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row && bytesOf(row.bytes);
    });
  }
}

/* libsql has an ArrayBuffer for them. */
function bytesOf(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  return bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
}
