import type { WinnersTicket } from '../../../../application/deliveries/ticket-service.ts';
import type { Redeemed, SeenWin } from '../../../../application/deliveries/ticket-wins.ts';

/** @param url of the page for staff, with the ticket */
export function jsonOfTicket({ ticket, expiresAt }: WinnersTicket, url: string): string {
  return JSON.stringify({ ticket, url, expires_at: expiresAt });
}

export function jsonOfLook(win: SeenWin): string {
  return JSON.stringify({ win: seenWin(win) });
}

export function jsonOfRedeemed({ redeemed, replayed, win }: Redeemed): string {
  return JSON.stringify({ redeemed, replayed, win: seenWin(win) });
}

function seenWin({ activityId, activityTitle, name, image, serial, state, redemption }: SeenWin) {
  return {
    activity_id: activityId,
    title: activityTitle,
    prize: { name, image },
    serial,
    state,
    redeemed_at: redemption?.at ?? null,
    place: redemption?.place ?? null,
  };
}
