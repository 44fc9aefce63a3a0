import type { Explanation } from '../../../../application/analysis/explanation.ts';
import type { DrawPage, EarningPage } from '../../../../application/analysis/people/people-records.ts';
import type { LookedUp, UserChances, UserView } from '../../../../application/analysis/people/user-lookup.ts';
import type { DeliveryPage } from '../../../../domain/deliveries/delivery-pages.ts';
import type { EarningEntry } from '../../../../domain/draws/draw-log.ts';
import { sourceOfKey } from '../../../../domain/draws/earnings.ts';
import type {
  EarningView,
  ExplanationView,
  LookupView,
  UserDrawsView,
  UserEarningsView,
  UserWinsView,
  UserWinView,
} from '../contract/users.ts';
import type { PeopleWords } from '../people-words.ts';
import { isoOf, isoOrNull } from './iso.ts';
import { jsonOfDelivery } from './json-of-delivery.ts';
import { cursorOf } from './page-cursor.ts';

/** All that is known of a user, but for what winners have typed. */
export function jsonOfUser(
  { activityId, uid, zoneId }: LookedUp,
  view: UserView,
  words: PeopleWords,
): LookupView {
  const { activity, chances, earnings } = view;
  const draws = jsonOfDraws(view.draws);
  const wins = jsonOfWins(view.wins);
  return {
    activity_id: activityId,
    uid,
    zone: zoneId,
    activity: activity && {
      title: activity.title,
      dispatch: activity.dispatch,
      timezone: activity.timezone,
      phase: activity.phase,
      paused: activity.isPaused,
    },
    explanation: jsonOfExplanation(view.explanation, words),
    chances: chances && jsonOfChances(chances, earnings),
    draws: draws.draws,
    draws_next: draws.next,
    draws_unlisted: view.drawsUnlisted,
    wins: [...view.newWins.map(jsonOfNewWin), ...wins.wins],
    wins_next: wins.next,
    wins_total: view.winsTotal,
    accounts_removed_at: isoOrNull(view.accountsRemovedAt),
  };
}

export function jsonOfDraws({ draws, next }: DrawPage): UserDrawsView {
  return {
    draws: draws.map(({ drawNo, drawId, at, prizeId, prizeName, seedNo, rulesNo, denied }) => ({
      draw_no: drawNo,
      draw_id: drawId,
      at: isoOf(at),
      prize_id: prizeId,
      prize_name: prizeName,
      seed_no: seedNo,
      rules_no: rulesNo,
      denied: denied === true,
    })),
    next,
  };
}

export function jsonOfWins({ deliveries, next }: DeliveryPage): UserWinsView {
  const wins = deliveries.map((delivery): UserWinView => {
    const { drawId, prizeId, name, image, unit, value, wonAt } = delivery;
    return {
      draw_id: drawId,
      prize_id: prizeId,
      name,
      image,
      unit,
      value,
      won_at: isoOf(wonAt),
      delivery: jsonOfDelivery(delivery),
    };
  });
  return { wins, next: next && cursorOf(next.wonAt, next.drawId) };
}

export function jsonOfEarnings({ earnings, next }: EarningPage): UserEarningsView {
  return { earnings: earnings.map(jsonOfEarning), next: next && cursorOf(next.at, `${next.seq}`) };
}

function jsonOfEarning({ at, key, chances }: EarningEntry): EarningView {
  const source = sourceOfKey(key) ?? 'other';
  return { at: isoOf(at), source, key, detail: key.slice(key.indexOf(':') + 1), chances };
}

function jsonOfNewWin({ drawId, prizeId, name, unit, wonAt }: UserView['newWins'][number]): UserWinView {
  return {
    ...{ draw_id: drawId, prize_id: prizeId, name, image: null, unit, value: null },
    ...{ won_at: isoOf(wonAt), delivery: null },
  };
}

function jsonOfChances(chances: UserChances, page: EarningPage): LookupView['chances'] {
  const { account } = chances;
  const { earnings, next } = jsonOfEarnings(page);
  return {
    left: chances.left,
    daily_left: chances.daily,
    earned_left: chances.earned,
    earned_total: account.earned,
    drawn_today: chances.drawnToday,
    drawn_total: account.drawNo,
    streak: account.streak,
    invited: account.invited,
    invited_by: account.helped,
    earned: earnings,
    earned_next: next,
    earned_unlisted: chances.unlisted,
  };
}

function jsonOfExplanation(explanation: Explanation, words: PeopleWords): ExplanationView {
  const { at, releaseNo, side, steps } = explanation;
  const result = (code: Explanation['draw']) => ({ code, ...words.result(code) });
  return {
    at,
    release_no: releaseNo,
    rollout: side && {
      release_no: side.releaseNo,
      candidate_no: side.candidateNo,
      gets_candidate: side.isCandidate,
      by: side.by,
    },
    visit: result(explanation.static),
    draw: result(explanation.draw),
    checks: steps.map(({ check, passed, reason }) => ({
      check,
      name: words.check(check),
      ok: passed,
      ...words.reason(reason),
    })),
  };
}
