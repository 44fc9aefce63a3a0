import type { CodeCounts, CodePlace, CodeStore } from '../../domain/deliveries/code-store.ts';
import { maskedCode } from '../../domain/deliveries/masked-code.ts';
import type { DeliveryMethod } from '../../domain/draws/prize-delivery.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { batchesOf } from '../shared/batches-of.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import type { LineSource } from '../shared/lines-of.ts';
import { type CodeCheck, checkCodes, codesOf } from './code-file.ts';
import type { CodeImport, CodeImportResult } from './code-import.ts';
import { type CodeStatus, type CodeStatusDependencies, codeStatus } from './code-status.ts';

/** A prize that codes can be imported for: every one of the activity, as codes may come before the prize is by code. */
export interface PrizeForCodes {
  readonly id: string;
  readonly name: string;
  /** How it is delivered now; `null` where nobody can win it yet. */
  readonly live: DeliveryMethod | null;
  /** The same once the draft is published. */
  readonly draft: DeliveryMethod | null;
}

export interface CodeOverview {
  readonly prizes: readonly PrizeForCodes[];
  /** Of those that are delivered by code, or have codes. */
  readonly statuses: readonly CodeStatus[];
  /** Whether codes can be sealed. */
  readonly hasKey: boolean;
}

/** Why a file cannot be imported, whatever is in it. */
export type NoImport = { readonly kind: 'no_activity' | 'no_prize' | 'no_key' };

/** What an import would do. */
export interface CheckedCodes extends CodeCheck {
  readonly kind: 'checked';
  /** How many of them are there already; `null` where the file has a problem, and nothing would be imported. */
  readonly known: number | null;
  /** The first ones, masked. */
  readonly examples: readonly string[];
  /** How many codes the prize has, and how many of the prize were awarded. */
  readonly size: number;
  readonly awarded: number;
}

/** What needs the keys. */
export interface CodeSealing {
  readonly store: Pick<CodeStore, 'known'>;
  readonly codeImport: Pick<CodeImport, 'run'>;
}

export interface CodeDeskDependencies {
  /** `null` where there is no such activity. */
  readonly prizesOf: (activityId: string) => Promise<readonly PrizeForCodes[] | null>;
  readonly counts: CodeCounts;
  readonly ledger: CodeStatusDependencies['ledger'];
  /** `null` in production without keys. */
  readonly sealing: CodeSealing | null;
  readonly clock: Clock;
}

const EXAMPLES = 3;

/* A query of some 20 ms. */
const CODES_PER_BATCH = 1000;

/* All codes of the activity are read to count those that were given: 0.1 s for 300,000, and everybody with the page may ask. */
const GIVEN_KEPT = { ms: 10_000, most: 100 };

/* It is in memory, and so it cannot change. */
const CHANGED = 'the file was changed while it was read';

/** What operators do with redeem codes. Every method throws DependencyError if a store does not answer. */
export class CodeDesk {
  readonly #deps: CodeDeskDependencies;
  readonly #given: BriefCache<ReadonlyMap<string, number>>;

  constructor(deps: CodeDeskDependencies) {
    this.#deps = deps;
    this.#given = new BriefCache(deps.clock, GIVEN_KEPT);
  }

  /**
   * How many codes were given is up to 10 s old.
   * @returns `null` where there is no such activity
   */
  async overview(activityId: string): Promise<CodeOverview | null> {
    const { prizesOf, sealing, counts, ledger } = this.#deps;
    const prizes = await prizesOf(activityId);
    if (!prizes) return null;
    const kept: CodeCounts = {
      sizes: (id) => counts.sizes(id),
      given: (id) => this.#given.get(id, () => counts.given(id)),
    };
    const byCode = prizes.filter(({ live, draft }) => live === 'code' || draft === 'code');
    const statuses = await codeStatus(
      { counts: kept, ledger },
      activityId,
      byCode.map(({ id }) => id),
    );
    return { prizes, statuses, hasKey: sealing !== null };
  }

  /** What an import of this file would do. Nothing is changed. */
  async check(place: CodePlace, file: LineSource): Promise<CheckedCodes | NoImport> {
    const allowed = await this.#allowed(place);
    if (allowed.kind !== 'allowed') return allowed;
    const check = await checkCodes(file);
    const { counts } = await this.#deps.ledger.awarded(place.activityId);
    const size = await this.#sizeOf(place);
    const awarded = counts[place.prizeId] ?? 0;
    const facts = { kind: 'checked', ...check, size, awarded } as const;
    if (check.problemCount > 0) return { ...facts, known: null, examples: [] };
    let known = 0;
    const examples: string[] = [];
    for await (const batch of batchesOf(codesOf(file, CHANGED), CODES_PER_BATCH)) {
      examples.push(...batch.slice(0, EXAMPLES - examples.length).map(maskedCode));
      known += await allowed.sealing.store.known(place, batch);
    }
    return { ...facts, known, examples };
  }

  /**
   * Reads the whole file, and says why nothing of it will be imported, or imports it when `run` is called. It may end at any
   * moment: the same again imports what is missing.
   */
  async prepare(
    place: CodePlace,
    file: LineSource,
  ): Promise<
    | NoImport
    | { readonly kind: 'wrong_lines'; readonly count: number }
    | {
        readonly kind: 'ready';
        readonly codes: number;
        run(onProgress: (done: number) => void): Promise<CodeImportResult>;
        /** How many codes the prize has, for what is said of an import that failed. */
        size(): Promise<number>;
        /** How many it had. */
        readonly before: number;
      }
  > {
    const allowed = await this.#allowed(place);
    if (allowed.kind !== 'allowed') return allowed;
    const { codes, problemCount } = await checkCodes(file);
    if (problemCount > 0) return { kind: 'wrong_lines', count: problemCount };
    const before = await this.#sizeOf(place);
    const { codeImport } = allowed.sealing;
    return {
      kind: 'ready',
      codes,
      before,
      size: () => this.#sizeOf(place),
      run: (onProgress) => codeImport.run(place, codesOf(file, CHANGED), onProgress),
    };
  }

  async #allowed({
    activityId,
    prizeId,
  }: CodePlace): Promise<NoImport | { readonly kind: 'allowed'; readonly sealing: CodeSealing }> {
    const { prizesOf, sealing } = this.#deps;
    const prizes = await prizesOf(activityId);
    if (!prizes) return { kind: 'no_activity' };
    if (!prizes.some(({ id }) => id === prizeId)) return { kind: 'no_prize' };
    return sealing ? { kind: 'allowed', sealing } : { kind: 'no_key' };
  }

  async #sizeOf({ activityId, prizeId }: CodePlace): Promise<number> {
    const sizes = await this.#deps.counts.sizes(activityId);
    return sizes.find((each) => each.prizeId === prizeId)?.size ?? 0;
  }
}
