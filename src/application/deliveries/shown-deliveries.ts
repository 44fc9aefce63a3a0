import type { Activity } from '../../domain/activities/activity.ts';
import type { CodePool } from '../../domain/deliveries/code-pool.ts';
import type { WinnerDeliveries, WinnerDelivery } from '../../domain/deliveries/winner-deliveries.ts';
import { type FormValues, openForm } from '../../domain/deliveries/winner-form.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { UserDrawInfo, WonPrize } from '../../domain/draws/user-draw-info.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Vault } from '../../domain/shared/vault.ts';
import type { DrawsCapability } from '../draws/draws-capability.ts';
import { Bulkhead } from '../shared/bulkhead.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import {
  deliveryInFile,
  type ShownDelivery,
  shownBeginning,
  shownRecord,
  shownUnknown,
} from './shown-delivery.ts';

/** Of each win of an answer, by draw id; `null` where the file delivers all of them by hand, and nothing was asked. */
export type DeliveriesByDraw = ReadonlyMap<string, ShownDelivery> | null;

/** `where_needed`: the record store is asked only about wins that the file does not deliver by hand. */
export type Asking = 'where_needed' | 'always';

export interface ShownDeliveriesDependencies {
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly deliveries: WinnerDeliveries;
  /** Returns `null` where there are no codes. */
  readonly codePool: () => CodePool | null;
  /** Returns `null` where there are no keys. */
  readonly vault: () => Vault | null;
  readonly errorReporter: ErrorReporter;
}

/*
 * A draw waits no longer for the record store: a page that shows the win and asks again for its code is better than one
 * that shows nothing. 20 calls are four for each connection that a process has, and a call takes some milliseconds.
 */
const BULKHEAD = { most: 20, deadlineMs: 300 };

/* What was found out until the deadline. */
interface Found {
  rows: ReadonlyMap<string, WinnerDelivery> | null;
  codes: ReadonlyMap<string, string>;
}

const NO_CODES: ReadonlyMap<string, string> = new Map();

/** The deliveries of a user's wins, as the user sees them. It does not fail: what is not known is `preparing`. */
export class ShownDeliveries {
  readonly #deps: ShownDeliveriesDependencies;
  readonly #bulkhead = new Bulkhead(BULKHEAD);

  constructor(deps: ShownDeliveriesDependencies) {
    this.#deps = deps;
  }

  /** Whether the record store answers, as far as the latest calls have shown. */
  isWell(): boolean {
    return this.#bulkhead.isWell();
  }

  /** Without a promise where there is nothing to ask. */
  ofWins(
    activity: Activity,
    { uid, prizes }: Pick<UserDrawInfo, 'uid' | 'prizes'>,
    asking: Asking,
  ): MaybePromise<DeliveriesByDraw> {
    if (prizes.length === 0) return null;
    const details = this.#detailsOf(activity);
    const isNeeded = prizes.some(({ prizeId }) => deliveryInFile(details, prizeId)?.by !== 'hand');
    if (!isNeeded && asking === 'where_needed') return null;
    return this.#asked(activity, details, uid, prizes);
  }

  /** One delivery of the record store. */
  shown(activity: Activity, delivery: WinnerDelivery, values: FormValues | null): ShownDelivery {
    return shownRecord(delivery, { values }, this.#detailsOf(activity).rules.timezone);
  }

  /** What the winner has typed; `null` where that is nothing, or cannot be read. */
  valuesOf(activityId: string, { drawId, sealedForm }: WinnerDelivery): FormValues | null {
    if (sealedForm === null) return null;
    try {
      const vault = this.#deps.vault();
      if (vault === null) throw new Error('there are no data keys');
      return openForm(vault, sealedForm, { activityId, drawId });
    } catch (error) {
      this.#deps.errorReporter.report('a form cannot be opened', error);
      return null;
    }
  }

  async #asked(
    activity: Activity,
    details: DrawDetails,
    uid: string,
    prizes: readonly WonPrize[],
  ): Promise<DeliveriesByDraw> {
    const found: Found = { rows: null, codes: NO_CODES };
    try {
      await this.#bulkhead.run(() => this.#find(activity.id, details, uid, prizes, found));
    } catch (error) {
      this.#deps.errorReporter.report('deliveries are not shown', error);
    }
    const { rows, codes } = found;
    const { timezone } = details.rules;
    return new Map(
      prizes.map(({ drawId, prizeId }) => {
        const inFile = deliveryInFile(details, prizeId);
        if (rows === null) return [drawId, shownUnknown(inFile)];
        const [row, code] = [rows.get(drawId), codes.get(drawId)];
        if (!row) return [drawId, shownBeginning(inFile, code, timezone)];
        return [drawId, shownRecord(row, { code, values: this.valuesOf(activity.id, row) }, timezone)];
      }),
    );
  }

  /* Two calls in turn: only the record says for sure that a win is one by code, and a code is given for good. */
  async #find(
    activityId: string,
    details: DrawDetails,
    uid: string,
    prizes: readonly WonPrize[],
    found: Found,
  ): Promise<void> {
    const drawIds = prizes.map(({ drawId }) => drawId);
    const rows = await this.#deps.deliveries.ofDraws(activityId, uid, drawIds);
    found.rows = rows;
    const byCode = prizes.filter(
      ({ drawId, prizeId }) => (rows.get(drawId)?.method ?? deliveryInFile(details, prizeId)?.by) === 'code',
    );
    if (byCode.length === 0) return;
    found.codes = (await this.#deps.codePool()?.give(activityId, byCode)) ?? NO_CODES;
  }

  #detailsOf(activity: Activity): DrawDetails {
    const capability = this.#deps.capabilities.get(activity.dispatch);
    if (!capability) throw new Error(`activities of the kind "${activity.dispatch}" have no draws`);
    return capability.detailsOf(activity);
  }
}
