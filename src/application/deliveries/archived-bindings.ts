import type { NewDelivery, PrizeOffer } from '../../domain/deliveries/new-delivery.ts';
import { newDelivery } from '../../domain/deliveries/new-delivery.ts';
import { prizeOffers } from '../../domain/deliveries/prize-offers.ts';
import type { ArchivedSeed, RelayBatch } from '../../domain/deliveries/relay-store.ts';
import type { RulesSet } from '../../domain/draws/binding-book.ts';
import type { Seed } from '../../domain/draws/draw-ledger.ts';
import type { LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';
import type { Vault } from '../../domain/shared/vault.ts';

/* A text may be as long as a file. */
const MOST_OFFERS = 200;
const TEXTS_PER_CALL = 16;

/** What this process knows to be archived of one activity. */
interface Archived {
  readonly rules: Set<number>;
  /** By number: whether it is archived as revealed. */
  readonly seeds: Map<number, boolean>;
}

type Binding = Pick<RelayBatch, 'rules' | 'seeds' | 'deliveries'>;

/**
 * The sets of rules and the seeds that entries were drawn under. Each is archived with or before the first entry that
 * needs it, and what it says of prizes makes the deliveries.
 */
export class ArchivedBindings {
  readonly #tail: Pick<DrawTail, 'book' | 'rulesTexts'>;
  readonly #vault: Vault | null;
  readonly #archived = new Map<string, Archived>();
  readonly #offers = new Map<string, ReadonlyMap<string, PrizeOffer>>();

  /** @param vault without it, a seed is archived when it is revealed */
  constructor(tail: Pick<DrawTail, 'book' | 'rulesTexts'>, vault: Vault | null) {
    this.#tail = tail;
    this.#vault = vault;
  }

  /** What goes into one transaction with these entries. @param now milliseconds since the epoch */
  async of(activityId: string, entries: readonly LogEntry[], now: number): Promise<Binding> {
    const archived = this.#archivedOf(activityId);
    const rulesNos = new Set<number>();
    const wonUnder = new Set<number>();
    let lacksSeed = false;
    for (const entry of entries) {
      if (entry.kind === 'rules') rulesNos.add(entry.no);
      if (entry.kind !== 'draw') continue;
      rulesNos.add(entry.rulesNo);
      if (entry.prizeId !== null) wonUnder.add(entry.rulesNo);
      lacksSeed ||= !archived.seeds.has(entry.seedNo);
    }
    const lacking = [...rulesNos].filter((no) => !archived.rules.has(no));
    const book = lacking.length > 0 || lacksSeed ? await this.#tail.book(activityId) : null;
    const rules = book ? await this.#rulesSets(activityId, book, lacking) : [];
    const offers = new Map<number, ReadonlyMap<string, PrizeOffer>>();
    for (const no of wonUnder) offers.set(no, await this.#offersOf(activityId, no));
    const deliveries: NewDelivery[] = [];
    for (const entry of entries) {
      if (entry.kind !== 'draw' || entry.prizeId === null) continue;
      const offer = offers.get(entry.rulesNo)?.get(entry.prizeId);
      const delivery = newDelivery(activityId, entry, offer, now);
      if (delivery) deliveries.push(delivery);
    }
    return { rules, seeds: book ? this.#toArchive(activityId, book.seeds) : [], deliveries };
  }

  /** Seeds that are not archived as revealed, as they are now; empty where there is nothing new. */
  async seeds(activityId: string): Promise<readonly ArchivedSeed[]> {
    const known = this.#archived.get(activityId)?.seeds;
    if (known && [...known.values()].every((isRevealed) => isRevealed)) return [];
    const { seeds } = await this.#tail.book(activityId);
    return this.#toArchive(activityId, seeds);
  }

  /** To be called when these are archived. */
  learn(activityId: string, { rules, seeds }: Pick<RelayBatch, 'rules' | 'seeds'>): void {
    const archived = this.#archivedOf(activityId);
    for (const { no } of rules) archived.rules.add(no);
    for (const { no, revealedAt } of seeds) archived.seeds.set(no, revealedAt !== null);
  }

  /** To be called where the log may be of another history now. */
  forget(activityId: string): void {
    this.#archived.delete(activityId);
    for (const key of this.#offers.keys()) if (key.startsWith(`${activityId} `)) this.#offers.delete(key);
  }

  #archivedOf(activityId: string): Archived {
    let archived = this.#archived.get(activityId);
    if (!archived) {
      archived = { rules: new Set(), seeds: new Map() };
      this.#archived.set(activityId, archived);
    }
    return archived;
  }

  async #rulesSets(
    activityId: string,
    { rules }: LedgerBook,
    numbers: readonly number[],
  ): Promise<RulesSet[]> {
    const links = rules.filter(({ no }) => numbers.includes(no));
    const sets: RulesSet[] = [];
    for (let from = 0; from < links.length; from += TEXTS_PER_CALL) {
      const slice = links.slice(from, from + TEXTS_PER_CALL);
      const texts = await this.#tail.rulesTexts(
        activityId,
        slice.map(({ no }) => no),
      );
      for (const [index, link] of slice.entries()) {
        const text = texts[index] ?? { text: '', sealed: '' };
        this.#keepOffers(activityId, link.no, text.text);
        sets.push({ ...link, ...text });
      }
    }
    // The first edition of the ledger may lack some: to ask for them once is enough.
    const found = new Set(links.map(({ no }) => no));
    for (const no of numbers) if (!found.has(no)) this.#archivedOf(activityId).rules.add(no);
    return sets;
  }

  #toArchive(activityId: string, seeds: readonly Seed[]): ArchivedSeed[] {
    const known = this.#archivedOf(activityId).seeds;
    const fresh: ArchivedSeed[] = [];
    for (const { no, secret, revealedAt } of seeds) {
      const isRevealed = revealedAt !== null;
      if (known.get(no) === true || (known.has(no) && !isRevealed)) continue;
      if (isRevealed) fresh.push({ no, secret, revealedAt });
      else if (this.#vault) {
        fresh.push({ no, secret: this.#vault.seal(secret, `seed:${activityId}:${no}`), revealedAt: null });
      } else known.set(no, false);
    }
    return fresh;
  }

  async #offersOf(activityId: string, no: number): Promise<ReadonlyMap<string, PrizeOffer>> {
    const known = this.#offers.get(`${activityId} ${no}`);
    if (known) return known;
    const [text] = await this.#tail.rulesTexts(activityId, [no]);
    return this.#keepOffers(activityId, no, text?.text ?? '');
  }

  #keepOffers(activityId: string, no: number, text: string): ReadonlyMap<string, PrizeOffer> {
    const offers = prizeOffers(text);
    const [oldest] = this.#offers.keys();
    if (this.#offers.size >= MOST_OFFERS && oldest !== undefined) this.#offers.delete(oldest);
    this.#offers.set(`${activityId} ${no}`, offers);
    return offers;
  }
}
