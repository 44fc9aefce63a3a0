import {
  languageOf,
  type PageLanguage,
  type StageName,
  stageNameOf,
  type ThemeName,
  TIERS,
  type Tier,
} from '../../../src/domain/activities/page-choices.ts';
import { countOf, type Fields, fieldsOf, linkOf, listOf, momentOf, textOf, textsOf } from '../client/read.ts';
import { type Theme, themeNameOf, themeOf } from '../theme/theme.ts';
import { type Delivery, deliveryOf } from './delivery.ts';

/** The part of an activity that every screen uses: its look and its texts. */
export interface Look {
  /** '' if the server returned no activity. */
  readonly title: string;
  readonly subtitle: string;
  readonly banner: string;
  readonly loginUrl: string;
  /** The page of the captcha; '' if there is none. */
  readonly captchaUrl: string;
  readonly theme: Theme;
  readonly themeName: ThemeName;
  readonly stage: StageName;
  readonly language: PageLanguage;
  /** Names of sounds to files; '' for the page's own. */
  readonly sounds: Readonly<Record<SoundName, string>>;
  /** What is won, and how much of it there is, as anyone may see it; empty if the activity draws nothing. */
  readonly prizes: readonly Prize[];
  /** Whether the server lists the latest wins, and how many are left. */
  readonly isLive: boolean;
  readonly description: string;
  /** The picture for links that are shared; '' for the banner. */
  readonly shareImage: string;
  readonly rulesText: readonly string[];
  readonly contact: string;
  /** The kind of activity; '' if the server returned none. */
  readonly dispatch: string;
  /** The activity's texts that replace those of the page; '' for the page's own. */
  readonly texts: Readonly<Record<TextName, string>>;
  /** Replaces the picture of the shaken phone. */
  readonly stageImage: string;
  /** The link at the foot of the page. */
  readonly action: { readonly text: string; readonly url: string };
  readonly startsAt: number | null;
  readonly endsAt: number | null;
}

const TEXT_NAMES = [
  'draw',
  'won_title',
  'won_next',
  'not_won_title',
  'not_won_text',
  'sign_in',
  'share',
  'invite',
  'share_text',
  'helped',
  'fill_form',
  'form_received',
  'id_text',
  'show_ticket',
] as const;
export type TextName = (typeof TEXT_NAMES)[number];

const SOUND_NAMES = ['draw', 'won', 'grand', 'not_won'] as const;
export type SoundName = (typeof SOUND_NAMES)[number];

export interface Prize {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly tier: Tier;
  /** What it is worth, as the activity writes it, such as `¥4999`; '' if it does not. */
  readonly value: string;
  /** The odds as the rules give them, such as `1/5000`; '' if the activity does not show them. */
  readonly odds: string;
  /** How many there are in all; `null` if the activity does not show it, or there is no limit. */
  readonly quantity: number | null;
  /** How the winner gets it, and the link for it; '' if the activity has none. */
  readonly claim: string;
  readonly claimUrl: string;
}

export interface WonPrize {
  readonly drawId: string;
  readonly prizeId: string;
  /** Its number among all of the user's prizes, from 0, the oldest first. */
  readonly position: number;
  readonly name: string;
  /** As it was when it was won; '' if the server sends none. */
  readonly image: string;
  readonly claim: string;
  readonly claimUrl: string;
  readonly wonAt: number | null;
  /** As of the answer that listed it; `null` if the server sends none. */
  readonly delivery: Delivery | null;
}

const SOURCES = ['sign_in', 'share', 'invite'] as const;
export type WaySource = (typeof SOURCES)[number];

/** A way to earn chances that the activity offers. */
export interface Way {
  readonly source: WaySource;
  /** Chances for doing it once. */
  readonly worth: number;
  /** How often it still counts: today, or for invitations in all. */
  readonly left: number;
}

export interface DrawInfo {
  readonly uid: string;
  /** The day's and the earned ones; `null`: no limit. */
  readonly chancesLeft: number | null;
  readonly earnedLeft: number;
  /** None without a limit: there is nothing to earn then. */
  readonly ways: readonly Way[];
  /** '' if the activity offers no invitations. */
  readonly inviteCode: string;
  /** How many prizes the user has in all; `prizes` are the latest of them, oldest first. */
  readonly prizesTotal: number;
  readonly drawnToday: number;
  readonly drawnTotal: number;
  readonly prizes: readonly WonPrize[];
}

export interface ShakeData {
  readonly prizes: readonly Prize[];
  /** `null` if the activity needs no login. */
  readonly drawInfo: DrawInfo | null;
  /** The time of the next chance if none is left; `null` if there will be none, or if some are left. */
  readonly nextChanceAt: number | null;
  /** The commitment that verifies the draws; '' if the server sent none. */
  readonly commitment: string;
}

/** Reads the look from an activity's data, or from the `detail` of a refusal. */
export function lookOf(data: unknown): Look {
  const { title, page, dispatch, starts_at, ends_at } = fieldsOf(data);
  const { subtitle, banner, login_url, theme, rules_text, contact, ...more } = fieldsOf(page);
  const texts = fieldsOf(more['texts']);
  const action = fieldsOf(more['action']);
  const sounds = fieldsOf(more['sounds']);
  return {
    title: textOf(title),
    subtitle: textOf(subtitle),
    banner: linkOf(banner),
    loginUrl: linkOf(login_url),
    captchaUrl: linkOf(more['captcha_url']),
    theme: themeOf(theme),
    themeName: themeNameOf(theme),
    stage: stageNameOf(more['stage']),
    language: languageOf(more['language']),
    sounds: Object.fromEntries(SOUND_NAMES.map((name) => [name, linkOf(sounds[name])])) as Look['sounds'],
    prizes: prizesOf(data),
    isLive: more['show_winners'] === true || more['show_quantities'] === true,
    description: textOf(more['description']) || textOf(subtitle),
    shareImage: linkOf(more['share_image']),
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
  const { user_draw_info, next_chance_at, fairness } = fieldsOf(data);
  return {
    prizes: prizesOf(data),
    drawInfo: drawInfoOf(user_draw_info),
    nextChanceAt: momentOf(next_chance_at),
    commitment: textOf(fieldsOf(fairness)['commitment']),
  };
}

function prizesOf(data: unknown): readonly Prize[] {
  const { prizes, prize_facts } = fieldsOf(data);
  const facts = fieldsOf(prize_facts);
  return listOf(prizes)
    .map(fieldsOf)
    .map((prize) => prizeOf(prize, fieldsOf(facts[textOf(prize['id'])])))
    .filter(named);
}

/** @param facts what the server says of the prize beside the file: its tier, its odds, how many there are */
function prizeOf({ id, name, image, claim, claim_url, value, tier }: Fields, facts: Fields): Prize {
  return {
    id: textOf(id),
    name: textOf(name),
    image: linkOf(image),
    tier: oneOf(TIERS, facts['tier']) ?? oneOf(TIERS, tier) ?? 'fine',
    value: textOf(value),
    odds: textOf(facts['odds']),
    quantity: countOf(facts['quantity']),
    claim: textOf(claim),
    claimUrl: linkOf(claim_url),
  };
}

export function drawInfoOf(value: unknown): DrawInfo | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uid, chances_left, earned_left, drawn_today, drawn_total, prizes, ...more } = fieldsOf(value);
  const chancesLeft = countOf(chances_left);
  const listed = listOf(prizes).length;
  const prizesTotal = Math.max(countOf(more['prizes_total']) ?? 0, listed);
  return {
    uid: textOf(uid),
    chancesLeft,
    earnedLeft: countOf(earned_left) ?? 0,
    ways: chancesLeft === null ? [] : waysOf(more['ways'], textOf(more['invite_code'])),
    inviteCode: textOf(more['invite_code']),
    drawnToday: countOf(drawn_today) ?? 0,
    drawnTotal: countOf(drawn_total) ?? 0,
    prizesTotal,
    prizes: wonPrizesOf(prizes, prizesTotal - listed),
  };
}

/** @param first the position of the first of them */
function wonPrizesOf(prizes: unknown, first: number): readonly WonPrize[] {
  return listOf(prizes)
    .map(fieldsOf)
    .map(({ draw_id, prize_id, name, image, claim, claim_url, won_at, delivery }, index) => ({
      drawId: textOf(draw_id),
      prizeId: textOf(prize_id),
      position: first + index,
      name: textOf(name),
      image: linkOf(image),
      claim: textOf(claim),
      claimUrl: linkOf(claim_url),
      wonAt: momentOf(won_at),
      delivery: deliveryOf(delivery),
    }))
    .filter(named);
}

/** Ways that this page does not know are left out, and invitations without a code. */
function waysOf(ways: unknown, inviteCode: string): readonly Way[] {
  const known: Way[] = [];
  for (const { source, worth, left } of listOf(ways).map(fieldsOf)) {
    const name = SOURCES.find((each) => each === source);
    const chances = countOf(worth) ?? 0;
    if (!name || chances === 0 || known.some((way) => way.source === name)) continue;
    if (name === 'invite' && inviteCode === '') continue;
    known.push({ source: name, worth: chances, left: countOf(left) ?? 0 });
  }
  return known;
}

/** A page of older prizes. */
export interface PrizesPage {
  /** Oldest first. */
  readonly prizes: readonly WonPrize[];
  /** The position of the first of them; 0: there are no older ones. */
  readonly before: number;
}

/** `null` if the server did not send one. */
export function prizesPageOf(data: unknown): PrizesPage | null {
  const { prizes, prizes_before } = fieldsOf(data);
  const before = countOf(prizes_before);
  return before === null ? null : { prizes: wonPrizesOf(prizes, before), before };
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((each) => each === value);
}

function named({ name }: { readonly name: string }): boolean {
  return name !== '';
}
