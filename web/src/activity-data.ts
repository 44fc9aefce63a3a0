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
  readonly startsAt: number | null;
  readonly endsAt: number | null;
}

export interface Prize {
  readonly id: string;
  readonly name: string;
  readonly image: string;
}

export interface WonPrize {
  readonly drawId: string;
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
}

export interface Sku {
  readonly id: string;
  readonly name: string;
  readonly image: string;
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
  const { title, page, starts_at, ends_at } = fieldsOf(data);
  const { subtitle, banner, login_url, theme, rules_text, contact } = fieldsOf(page);
  return {
    title: textOf(title),
    subtitle: textOf(subtitle),
    banner: linkOf(banner),
    loginUrl: linkOf(login_url),
    theme: themeOf(theme),
    rulesText: textsOf(rules_text),
    contact: textOf(contact),
    startsAt: momentOf(starts_at),
    endsAt: momentOf(ends_at),
  };
}

export function shakeOf(data: unknown): ShakeData {
  const { prizes, user_draw_info } = fieldsOf(data);
  return {
    prizes: listOf(prizes).map(fieldsOf).map(prizeOf).filter(named),
    drawInfo: drawInfoOf(user_draw_info),
  };
}

function prizeOf({ id, name, image }: Fields): Prize {
  return { id: textOf(id), name: textOf(name), image: linkOf(image) };
}

function drawInfoOf(value: unknown): DrawInfo | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uid, chances_left, drawn_today, drawn_total, prizes } = fieldsOf(value);
  return {
    uid: textOf(uid),
    chancesLeft: countOf(chances_left),
    drawnToday: countOf(drawn_today) ?? 0,
    drawnTotal: countOf(drawn_total) ?? 0,
    prizes: listOf(prizes)
      .map(fieldsOf)
      .map(({ draw_id, name, won_at }) => ({
        drawId: textOf(draw_id),
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

function skuOf({ sku_id, name, image, price, market_price, unit, tags, sold_out }: Fields): Sku {
  return {
    id: textOf(sku_id),
    name: textOf(name),
    image: linkOf(image),
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
