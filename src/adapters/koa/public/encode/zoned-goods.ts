import type { JsonPieces } from '../../http/json-pieces.ts';

/* What a kept answer takes beside its bytes. */
const ENTRY_BYTES = 256;

/** A small file may have many zones. */
const LEAST_KEPT_BYTES = 65_536;

const COMMA_BYTES = 1;
const END = Buffer.from(']}');

/**
 * The answers of an activity whose goods differ by zone. Each of the goods is serialised once; an answer is joined
 * of them when its zone is asked for, and the latest are kept: at most as many bytes as the file has, or 64 KiB.
 */
export class ZonedGoods {
  readonly #head: Buffer;
  readonly #goods: Buffer;
  /** Where each of the goods begins in these bytes; there is a byte for a comma behind each. */
  readonly #starts: Uint32Array;
  readonly #everywhere: number[] = [];
  readonly #byZone = new Map<string, number[]>();
  readonly #kept = new Map<string, JsonPieces>();
  #keptBytes = 0;
  readonly #elsewhere: JsonPieces;

  /** @param rest what is sent beside the goods, at least one member */
  constructor(rest: object, goods: readonly { readonly zones?: readonly string[] | undefined }[]) {
    this.#head = Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"skus":[`);
    const texts = goods.map((each) => JSON.stringify(each));
    this.#goods = Buffer.from(`${texts.join()},`);
    this.#starts = new Uint32Array(goods.length + 1);
    for (const [index, { zones }] of goods.entries()) {
      this.#starts[index + 1] = this.#startOf(index) + Buffer.byteLength(texts[index] ?? '') + COMMA_BYTES;
      if (!zones) this.#everywhere.push(index);
      for (const zone of zones ?? []) this.#indexesOf(zone).push(index);
    }
    // An array that has been pushed to has room for 16 more: with many zones, more than the file.
    for (const [zone, indexes] of this.#byZone) this.#byZone.set(zone, indexes.slice());
    this.#elsewhere = this.#joined([]);
  }

  /** The goods that everyone is shown, and those of the zone. */
  answerFor(zone: string | null): JsonPieces {
    const own = zone === null ? undefined : this.#byZone.get(zone);
    if (zone === null || !own) return this.#elsewhere;
    let answer = this.#kept.get(zone);
    if (answer) this.#kept.delete(zone);
    else {
      answer = this.#joined(own);
      this.#keptBytes += sizeOf(answer);
    }
    this.#kept.set(zone, answer);
    this.#forgetOldest();
    return answer;
  }

  #joined(own: readonly number[]): JsonPieces {
    const parts: Buffer[] = [this.#head];
    let [from, to] = [0, 0];
    for (const index of merged(this.#everywhere, own)) {
      if (this.#startOf(index) !== to) {
        if (to > from) parts.push(this.#goods.subarray(from, to));
        from = this.#startOf(index);
      }
      to = this.#startOf(index + 1);
    }
    // Without the last comma.
    if (to > from) parts.push(this.#goods.subarray(from, to - COMMA_BYTES));
    parts.push(END);
    // Not of Node's pool: a small answer that is kept would keep 8 KiB of it.
    const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) at += part.copy(bytes, at);
    return { common: bytes };
  }

  #forgetOldest(): void {
    const most = Math.max(LEAST_KEPT_BYTES, this.#head.length + this.#goods.length);
    for (const [zone, answer] of this.#kept) {
      if (this.#keptBytes <= most) return;
      this.#kept.delete(zone);
      this.#keptBytes -= sizeOf(answer);
    }
  }

  #startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  #indexesOf(zone: string): number[] {
    const known = this.#byZone.get(zone);
    if (known) return known;
    const indexes: number[] = [];
    this.#byZone.set(zone, indexes);
    return indexes;
  }
}

function sizeOf({ common }: JsonPieces): number {
  return (common?.length ?? 0) + ENTRY_BYTES;
}

/* Both in rising order; what is in them twice comes once. */
function* merged(a: readonly number[], b: readonly number[]): Generator<number> {
  let [i, j, last] = [0, 0, -1];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    const next = Math.min(left, right);
    if (left <= right) i++;
    else j++;
    if (next !== last) yield next;
    last = next;
  }
}
