import {
  type Resealed,
  SEALED_KINDS,
  type SealedKind,
  type SealedText,
  type SealedTexts,
} from '../../domain/deliveries/sealed-texts.ts';
import type { Vault } from '../../domain/shared/vault.ts';

export interface ResealParts {
  readonly texts: SealedTexts;
  readonly vault: Vault;
  pause(ms: number): Promise<void>;
}

/** A text that does not open: its key is gone, or it was changed. */
export interface Unopened {
  readonly kind: SealedKind;
  readonly place: string;
}

export interface ResealReport {
  readonly resealed: number;
  readonly unopenedCount: number;
  /** The first ones. */
  readonly unopened: readonly Unopened[];
}

const MOST_UNOPENED = 100;

/* Other processes seal with the key before for a second, and some of what they seal is written a little later. */
const OTHERS_SETTLE_MS = 2000;

/* Of the time that a batch takes: a SQLite file has one writer at a time, and visitors come first. */
const REST_SHARE = 1;

/**
 * Seals everything with one key that other keys have sealed, while the service runs. After a kill, the same call goes on
 * where it stopped.
 * @param keyId the key that the vault seals with
 * @param onProgress gets the number of texts that were looked at
 * @throws DependencyError if the store does not answer
 */
export async function reseal(
  { texts, vault, pause }: ResealParts,
  keyId: string,
  onProgress: (done: number) => void,
): Promise<ResealReport> {
  let done = 0;
  const first = await pass();
  await pause(OTHERS_SETTLE_MS);
  const last = await pass();
  return { ...last, resealed: first.resealed + last.resealed };

  async function pass(): Promise<ResealReport> {
    let [resealed, unopenedCount] = [0, 0];
    const unopened: Unopened[] = [];
    for (const kind of SEALED_KINDS) {
      for await (const page of texts.sealedWithOthers(kind, keyId)) {
        const began = performance.now();
        const opened = page.flatMap((text) => resealedBy(vault, text) ?? []);
        unopenedCount += page.length - opened.length;
        const isOpened = new Set(opened.map(({ place }) => place));
        const broken = page.filter(({ place }) => !isOpened.has(place)).map(({ place }) => ({ kind, place }));
        unopened.push(...broken.slice(0, MOST_UNOPENED - unopened.length));
        resealed += await texts.replace(kind, opened);
        done += page.length;
        onProgress(done);
        await pause((performance.now() - began) * REST_SHARE);
      }
    }
    return { resealed, unopenedCount, unopened };
  }
}

/* `null` for one that does not open. */
function resealedBy(vault: Vault, text: SealedText): Resealed | null {
  try {
    return { ...text, resealed: vault.seal(vault.open(text.sealed, text.place), text.place) };
  } catch {
    return null;
  }
}
