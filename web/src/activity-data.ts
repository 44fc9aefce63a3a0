import { countOf, type Fields, fieldsOf, linkOf, listOf, momentOf, textOf, textsOf } from './read.ts';
import { type Theme, themeOf } from './theme.ts';

/** What every screen needs of an activity: its look and its words. */
export interface Look {
  /** '' where the server named no activity. */
  readonly title: string;
  readonly subtitle: string;
  readonly banner: string;
  readonly loginUrl: string;
  readonly theme: Theme;
  readonly rulesText: readonly string[];
  readonly contact: string;
  /** The kind of activity, '' where the server named none. */
  readonly dispatch: string;
  /** Words of the activity's own for what the page would say; '' where there are none. */
  readonly texts: Readonly<Record<TextName, string>>;
  /** Stands for the phone that is shaken. */
  readonly stageImage: string;
  /** Where the page leads on to, at its foot. */
  readonly action: { readonly text: string; readonly url: string };
  readonly startsAt: number | null;
  readonly endsAt: number | null;
}

const TEXT_NAMES = ['draw', 'won_title', 'won_next', 'not_won_title', 'not_won_text'] as const;
export type TextName = (typeof TEXT_NAMES)[number];

export interface Prize {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** How the winner gets it, and where; '' where nothing is said. */
  readonly claim: string;
  readonly claimUrl: string;
}

export interface WonPrize {
  readonly drawId: string;
  readonly prizeId: string;
  readonly name: string;
  readonly wonAt: number | null;
}

export interface DrawInfo {
  readonly uid: string;
  /** `null`: as often as one likes. */
  readonly chancesLeft: number | null;
  readonly drawnToday: number;
  readonly drawnTotal: number;
  readonly prizes: readonly WonPrize[];
}

export interface ShakeData {
  readonly prizes: readonly Prize[];
  /** `null` where the activity needs no login. */
  readonly drawInfo: DrawInfo | null;
  /** When whoever has no chance left gets the next one; `null` if never, or if there are some left. */
  readonly nextChanceAt: number | null;
  /** What the server is bound to, for the draws to be verified by; '' if it does not say. */
  readonly commitment: string;
}

export interface Sku {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly url: string;
  readonly price: string;
  readonly marketPrice: string;
  readonly unit: string;
  readonly tags: readonly string[];
  readonly soldOut: boolean;
}

export interface SkuGroup {
  /** '' for the goods of no group. */
  readonly name: string;
  readonly skus: readonly Sku[];
}

/** Reads the look out of an activity's data, or out of the face that comes with a refusal. */
export function lookOf(data: unknown): Look {
  const { title, page, dispatch, starts_at, ends_at } = fieldsOf(data);
  const { subtitle, banner, login_url, theme, rules_text, contact, ...more } = fieldsOf(page);
  const texts = fieldsOf(more['texts']);
  const action = fieldsOf(more['action']);
  return {
    title: textOf(title),
    subtitle: textOf(subtitle),
    banner: linkOf(banner),
    loginUrl: linkOf(login_url),
    theme: themeOf(theme),
    rulesText: textsOf(rules_text),
    contact: textOf(contact),
    dispatch: textOf(dispatch),
    texts: Object.fromEntries(TEXT_NAMES.map((name) => [name, textOf(texts[name])])) as Look['texts'],
    stageImage: linkOf(more['stage_image']),
    action: { text: textOf(action['text']), url: linkOf(action['url']) },
    startsAt: momentOf(starts_at),
    endsAt: momentOf(ends_at),
  };
}

export function shakeOf(data: unknown): ShakeData {
  const { prizes, user_draw_info, next_chance_at, fairness } = fieldsOf(data);
  return {
    prizes: listOf(prizes).map(fieldsOf).map(prizeOf).filter(named),
    drawInfo: drawInfoOf(user_draw_info),
    nextChanceAt: momentOf(next_chance_at),
    commitment: textOf(fieldsOf(fairness)['commitment']),
  };
}

function prizeOf({ id, name, image, claim, claim_url }: Fields): Prize {
  return {
    id: textOf(id),
    name: textOf(name),
    image: linkOf(image),
    claim: textOf(claim),
    claimUrl: linkOf(claim_url),
  };
}

export function drawInfoOf(value: unknown): DrawInfo | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uid, chances_left, drawn_today, drawn_total, prizes } = fieldsOf(value);
  return {
    uid: textOf(uid),
    chancesLeft: countOf(chances_left),
    drawnToday: countOf(drawn_today) ?? 0,
    drawnTotal: countOf(drawn_total) ?? 0,
    prizes: listOf(prizes)
      .map(fieldsOf)
      .map(({ draw_id, prize_id, name, won_at }) => ({
        drawId: textOf(draw_id),
        prizeId: textOf(prize_id),
        name: textOf(name),
        wonAt: momentOf(won_at),
      }))
      .filter(named),
  };
}

/** The goods in the order given, each group where its first one stands. */
export function skuGroupsOf(data: unknown): readonly SkuGroup[] {
  const groups = new Map<string, Sku[]>();
  for (const fields of listOf(fieldsOf(data)['skus']).map(fieldsOf)) {
    const sku = skuOf(fields);
    if (!named(sku)) continue;
    const name = textOf(fields['group']);
    const group = groups.get(name);
    if (group) group.push(sku);
    else groups.set(name, [sku]);
  }
  return [...groups].map(([name, skus]) => ({ name, skus }));
}

function skuOf({ sku_id, name, image, url, price, market_price, unit, tags, sold_out }: Fields): Sku {
  return {
    id: textOf(sku_id),
    name: textOf(name),
    image: linkOf(image),
    url: linkOf(url),
    price: textOf(price),
    marketPrice: textOf(market_price),
    unit: textOf(unit),
    tags: textsOf(tags),
    soldOut: sold_out === true,
  };
}

function named({ name }: { readonly name: string }): boolean {
  return name !== '';
}
