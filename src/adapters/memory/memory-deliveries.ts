import type { ClaimResult, Claims, FormClaim } from '../../domain/deliveries/claims.ts';
import type { CodePool, CodeWin } from '../../domain/deliveries/code-pool.ts';
import { newDelivery, type PrizeOffer } from '../../domain/deliveries/new-delivery.ts';
import type { CounterWin, Redemptions } from '../../domain/deliveries/redemptions.ts';
import type { WinnerDeliveries, WinnerDelivery } from '../../domain/deliveries/winner-deliveries.ts';
import type { ArchivedDraw, DrawHistory } from '../../domain/draws/draw-history.ts';
import type { DrawEntry, LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';

const LOG = 'root';

/**
 * The deliveries of draws that are tried out, as the record store would have them: codes are invented, forms are kept in
 * memory, and nothing is sent to anybody. It reads the log whole, which is short.
 */
export class MemoryDeliveries
  implements WinnerDeliveries, Claims, CodePool, DrawHistory, Pick<Redemptions, 'find'>
{
  readonly #log: Pick<DrawTail, 'slice'>;
  readonly #offers: ReadonlyMap<string, PrizeOffer>;
  readonly #forms = new Map<string, string>();

  /** @param offers the prizes by their ids */
  constructor(log: Pick<DrawTail, 'slice'>, offers: ReadonlyMap<string, PrizeOffer>) {
    this.#log = log;
    this.#offers = offers;
  }

  async ofDraws(
    activityId: string,
    uid: string,
    drawIds: readonly string[],
  ): Promise<ReadonlyMap<string, WinnerDelivery>> {
    const wanted = new Set(drawIds);
    const draws = await this.#draws(activityId);
    return new Map(
      draws
        .filter((draw) => draw.uid === uid && wanted.has(draw.drawId))
        .flatMap((draw) => {
          const delivery = this.#deliveryOf(activityId, draw);
          return delivery ? [[draw.drawId, delivery] as const] : [];
        }),
    );
  }

  async claim({ activityId, drawId, uid, sealedForm, at }: FormClaim): Promise<ClaimResult> {
    const delivery = (await this.ofDraws(activityId, uid, [drawId])).get(drawId);
    if (!delivery) return { kind: 'no_such_win' };
    if (delivery.method !== 'form') return { kind: 'not_a_form' };
    if (delivery.until !== null && at >= delivery.until) return { kind: 'too_late' };
    this.#forms.set(drawId, sealedForm);
    return { kind: 'claimed' };
  }

  async give(_activityId: string, wins: readonly CodeWin[]): Promise<ReadonlyMap<string, string>> {
    return new Map(wins.map(({ drawId, unit }) => [drawId, `TEST-${String(unit).padStart(6, '0')}`]));
  }

  async find(activityId: string, drawId: string): Promise<CounterWin | undefined> {
    const draw = (await this.#draws(activityId)).find((each) => each.drawId === drawId);
    const delivery = draw && this.#deliveryOf(activityId, draw);
    if (!draw || delivery?.method !== 'counter') return undefined;
    const { name, image, state } = delivery;
    return { activityId, drawId, uid: draw.uid, name, image, state, redemption: null };
  }

  async drawsOf(
    activityId: string,
    uid: string,
    upTo: number,
    limit: number,
  ): Promise<readonly ArchivedDraw[]> {
    const draws = await this.#draws(activityId);
    return draws.filter((draw) => draw.uid === uid && draw.drawNo <= upTo).slice(-limit);
  }

  async #draws(activityId: string): Promise<readonly DrawEntry[]> {
    const entries = await this.#log.slice(activityId, LOG, 1, Number.MAX_SAFE_INTEGER);
    return entries.filter((entry: LogEntry): entry is DrawEntry => entry.kind === 'draw');
  }

  #deliveryOf(activityId: string, draw: DrawEntry): WinnerDelivery | null {
    const delivery = newDelivery(activityId, draw, this.#offers.get(draw.prizeId ?? ''), draw.at);
    const sealedForm = this.#forms.get(draw.drawId) ?? null;
    return (
      delivery && {
        ...delivery,
        fields: delivery.fields ?? [],
        state: sealedForm === null ? delivery.state : 'form_received',
        sealedForm,
      }
    );
  }
}
