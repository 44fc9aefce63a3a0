import type { DrawsPage } from '../../../../application/deliveries/own-draws.ts';
import type { DeliveriesByDraw } from '../../../../application/deliveries/shown-deliveries.ts';
import type { ShownDelivery } from '../../../../application/deliveries/shown-delivery.ts';
import type { WithDeliveries } from '../../../../application/deliveries/with-deliveries.ts';
import type { Draw, Earned, PrizesPage } from '../../../../application/draws/draw-results.ts';
import type { Fairness } from '../../../../application/draws/fairness-service.ts';
import type { UserDrawInfo, WonPrize } from '../../../../domain/draws/user-draw-info.ts';

/* What of a result is shown: its activity is not. */
type Shown<Data> = Omit<Data, 'activity'>;

/* Nothing in it needs an escape. */
const plain = /^[\w .:+@-]*$/;

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/**
 * A short-cut: the JSON is concatenated, and `JSON.stringify` gets only texts with characters that may need an escape. It
 * would need an object with other names first. Measured: half of the CPU time, 2 µs of each answer with draws.
 */
export function jsonOfUserDrawInfo(info: UserDrawInfo, deliveries: DeliveriesByDraw): string {
  const { uid, chancesLeft, earnedLeft, drawnToday, drawnTotal, ways, inviteCode, prizesTotal, prizes } =
    info;
  return (
    `{"uid":${quoted(uid)},"chances_left":${chancesLeft},"earned_left":${earnedLeft}` +
    `,"drawn_today":${drawnToday},"drawn_total":${drawnTotal}` +
    `,"ways":${ways.length === 0 ? '[]' : JSON.stringify(ways)}` +
    (inviteCode === null ? '' : `,"invite_code":${quoted(inviteCode)}`) +
    `,"prizes_total":${prizesTotal},"prizes":[${prizes.map((prize) => jsonOfPrize(prize, deliveries?.get(prize.drawId))).join()}]}`
  );
}

/* As the file has it, where nothing was asked. */
const BY_HAND = '{"by":"hand","state":"ready"}';

/* A win keeps its name and its face when the file has changed. */
function jsonOfPrize(
  { drawId, prizeId, unit, name, wonAt }: WonPrize,
  delivery: ShownDelivery | undefined,
): string {
  const face = delivery?.face;
  return (
    `{"draw_id":${quoted(drawId)},"prize_id":${quoted(prizeId)},"unit":${unit}` +
    `,"name":${quoted(face?.name ?? name)},"won_at":${quoted(wonAt)}${face ? jsonOfFace(face) : ''}` +
    `,"delivery":${delivery ? jsonOfDelivery(delivery) : BY_HAND}}`
  );
}

function jsonOfFace({ image, claim, claimUrl }: NonNullable<ShownDelivery['face']>): string {
  return (
    (image === null ? '' : `,"image":${quoted(image)}`) +
    (claim === null ? '' : `,"claim":${quoted(claim)}`) +
    (claimUrl === null ? '' : `,"claim_url":${quoted(claimUrl)}`)
  );
}

function jsonOfDelivery({ by, state, code, until, form }: ShownDelivery): string {
  return JSON.stringify({ by, state, code, until, form });
}

/** The delivery whose form was taken. */
export function jsonOfClaim(delivery: ShownDelivery): string {
  return `{"delivery":${jsonOfDelivery(delivery)}}`;
}

export function jsonOfDraw({ data, deliveries }: WithDeliveries<Shown<Draw>>): string {
  const { drawId, drawNo, replayed, prize, userDrawInfo } = data;
  return (
    `{"draw_id":${quoted(drawId)},"draw_no":${drawNo},"won":${prize !== null},"replayed":${replayed}` +
    `,"prize":${JSON.stringify(prize)},"user_draw_info":${jsonOfUserDrawInfo(userDrawInfo, deliveries)}}`
  );
}

/** What the user has drawn, with a page of the prizes in place of the latest. */
export function jsonOfPrizes({ data, deliveries }: WithDeliveries<Shown<PrizesPage>>): string {
  const { userDrawInfo, before } = data;
  return `${jsonOfUserDrawInfo(userDrawInfo, deliveries).slice(0, -1)},"prizes_before":${before}}`;
}

/** The draws of a user, for a verifier. */
export function jsonOfDrawsPage({ draws, before }: DrawsPage): string {
  const shown = draws.map(({ drawNo, drawId, drawnAt, seedNo, rulesNo, prizeId, denied }) => ({
    draw_no: drawNo,
    draw_id: drawId,
    drawn_at: drawnAt,
    seed_no: seedNo,
    rules_no: rulesNo,
    prize_id: prizeId,
    denied,
  }));
  return JSON.stringify({ draws: shown, draws_before: before });
}

export function jsonOfEarned({ data, deliveries }: WithDeliveries<Shown<Earned>>): string {
  const { chances, userDrawInfo } = data;
  return `{"earned":${chances},"user_draw_info":${jsonOfUserDrawInfo(userDrawInfo, deliveries)}}`;
}

export function jsonOfFairness(fairness: Fairness): string {
  const { algorithm, commitment, seed, revealedAt, seeds, rules, rulesTotal, rulesHead } = fairness;
  return JSON.stringify({
    algorithm,
    commitment,
    seed,
    revealed_at: revealedAt,
    seeds: seeds.map(({ revealedAt, ...rest }) => ({ ...rest, revealed_at: revealedAt })),
    rules,
    rules_total: rulesTotal,
    rules_head: rulesHead,
  });
}
