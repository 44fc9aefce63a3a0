import type { SentForm } from '../../../domain/deliveries/hand-overs.ts';

/* One transaction marks so many. */
const BATCH = 500;

/** Forms that were printed, kept as bytes: a million take some 50 MB. */
export class SentForms {
  readonly #batches: Buffer[] = [];
  #open: SentForm[] = [];
  size = 0;

  add(form: SentForm): void {
    this.#open.push(form);
    this.size += 1;
    if (this.#open.length < BATCH) return;
    this.#batches.push(packed(this.#open));
    this.#open = [];
  }

  *batches(): Iterable<readonly SentForm[]> {
    for (const batch of this.#batches) yield unpacked(batch);
    if (this.#open.length > 0) yield this.#open;
  }
}

function packed(forms: readonly SentForm[]): Buffer {
  return Buffer.from(forms.map(({ drawId, changedAt }) => `${changedAt} ${drawId}`).join('\n'));
}

function unpacked(batch: Buffer): SentForm[] {
  return batch
    .toString()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return { drawId: line.slice(space + 1), changedAt: Number(line.slice(0, space)) };
    });
}
