import { z } from 'zod';
import { DESK_REASONS } from '../../../application/deliveries/counter-desk.ts';
import type { Kind } from '../../../application/kinds/kind.ts';
import { TIERS } from '../../../domain/activities/page-choices.ts';
import { NOT_CLAIMABLE } from '../../../domain/activities/result.ts';
import { DELIVERY_STATES } from '../../../domain/deliveries/delivery.ts';
import { DELIVERY_METHODS, FORM_FIELDS } from '../../../domain/draws/prize-delivery.ts';
import { RESPONSES, type RefusalCode } from '../http/responses.ts';

/* What the answers look like. The tests hold real answers against these, and `openapi.json` is made of them. */

const text = z.string();
const count = z.int().min(0);
const instant = z.string().describe('ISO 8601 with an offset');
const seconds = z.int().min(0).describe("The server's clock, whole Unix seconds");

const prizeFacts = z
  .record(
    text,
    z.object({
      tier: z.enum(TIERS).describe('How much the page celebrates it'),
      odds: text.optional().describe('Of a draw, as the file has them; only with `page.show_odds`'),
      quantity: count.optional().describe('How many there are in all; only with `page.show_quantities`'),
    }),
  )
  .describe('What is public of how each prize is drawn, by its id');

const mediaVersions = z
  .record(text, text)
  .optional()
  .describe('By the names of the files in `media/` that are kept with the release; `v` in their addresses');

export const activitySummary = z
  .object({
    activity_id: text,
    dispatch: text,
    title: text,
    page: z.record(z.string(), z.unknown()),
    phase: z.enum(['not_started', 'running', 'ended']),
    starts_at: instant.nullable(),
    ends_at: instant.nullable(),
    prizes: z
      .array(z.unknown())
      .optional()
      .describe('As visitors see them; only of an activity that has some'),
    prize_facts: prizeFacts.optional().describe('Only of an activity whose visitors draw prizes'),
    media_versions: mediaVersions,
  })
  .describe('What anyone may see of an activity');

const formValues = z.partialRecord(z.enum(FORM_FIELDS), text);

export const delivery = z
  .object({
    by: z.enum(DELIVERY_METHODS),
    state: z.enum(DELIVERY_STATES),
    code: text.optional().describe('The redeem code; only while it can be shown'),
    until: instant.optional().describe('Until when the form may be filled in and changed'),
    form: z
      .object({
        fields: z.array(z.enum(FORM_FIELDS)).describe('What the form asks for, in this order'),
        values: formValues.optional().describe('What the winner has typed'),
      })
      .optional(),
  })
  .describe('How a win reaches its winner, and how far it is');

export const userDrawInfo = z.object({
  uid: text,
  chances_left: count.nullable().describe('Of the day and earned; `null` where no limit is set'),
  earned_left: count.describe('Earned and not used; used after those of the day'),
  drawn_today: count,
  drawn_total: count,
  ways: z
    .array(
      z.object({
        source: z.enum(['sign_in', 'share', 'invite']),
        worth: count.describe('Chances for doing it once'),
        left: count.describe('How often it still counts: today, or for invitations in all'),
      }),
    )
    .describe('How further chances can be earned'),
  invite_code: text.optional().describe("What a friend's page sends as `from`; only where invitations count"),
  prizes_total: count.describe('How many prizes the user has won in all'),
  prizes: z
    .array(
      z.object({
        draw_id: text,
        prize_id: text,
        unit: count.describe('The how-manieth of this prize in this activity, from 1'),
        name: text,
        won_at: instant,
        image: text.optional().describe('As it was at the draw, as are the next two'),
        claim: text.optional().describe('How the winner gets it'),
        claim_url: text.optional().describe('Where the winner gets it'),
        delivery,
      }),
    )
    .describe('The latest 50, oldest first'),
});

export const prizesData = userDrawInfo.extend({
  prizes_before: count.describe('How many prizes are older than those of this page'),
});

export const earnedData = z.object({
  earned: count.describe('How many chances the user got by this call; none for following an invitation'),
  user_draw_info: userDrawInfo,
});

export const claimData = z.object({ delivery });

const activityData = z.looseObject({
  activity_id: text,
  dispatch: text,
  title: text.optional(),
  is_login_user: z.boolean().optional(),
  is_check_zone: z.boolean().optional(),
  page: z.record(z.string(), z.unknown()).optional(),
  media_versions: mediaVersions,
});

const commitment = z.string().describe('The SHA-256 of the seed, in hex');

/** The data of an activity of this kind, by the shape that the kind serves. */
export function activityDataOf({ dispatch, shape }: Pick<Kind, 'dispatch' | 'shape'>): z.ZodType {
  const data = activityData.extend({ dispatch: z.literal(dispatch) });
  switch (shape) {
    case 'draws':
      return data
        .extend({
          prizes: z.array(z.looseObject({ id: text, name: text, image: text.optional() })).optional(),
          prize_facts: prizeFacts,
          fairness: z.object({ commitment: commitment.nullable() }),
          user_draw_info: userDrawInfo.nullable().describe('`null` where the activity needs no login'),
        })
        .describe('`data.json` without `rules`, and what the user has drawn');
    case 'goods':
      return data
        .extend({ skus: z.array(z.looseObject({ sku_id: z.union([text, count]), name: text })) })
        .describe('`data.json` without `rules`; of entries with `zones` only those for the user');
    case 'plain':
      return data.describe('`data.json` without `rules`');
  }
}

export const drawData = z.object({
  draw_id: text,
  draw_no: count.describe("The user's draws in this activity, from 1"),
  won: z.boolean(),
  replayed: z.boolean().describe('Whether this `request_id` had drawn before'),
  prize: z.object({ id: text, name: text, image: text.nullable() }).nullable(),
  user_draw_info: userDrawInfo,
});

export const drawsData = z.object({
  draws: z
    .array(
      z.object({
        draw_no: count,
        draw_id: text,
        drawn_at: instant,
        seed_no: count,
        rules_no: count,
        prize_id: text.nullable().describe('`null` where nothing was won'),
        denied: z
          .literal(true)
          .optional()
          .describe('After the end: the risk check denied the draw, so it won nothing'),
      }),
    )
    .describe('At most 50, oldest first; the latest of them may still be missing'),
  draws_before: count.describe('How many draws are older than those of this page'),
});

export const fairnessData = z.object({
  algorithm: text,
  commitment,
  seed: text.nullable().describe('In hex; `null` until a minute after the end'),
  revealed_at: instant.nullable(),
  seeds: z.array(z.object({ no: count, commitment, seed: text.nullable(), revealed_at: instant.nullable() })),
  rules: z
    .array(
      z.object({
        no: count,
        hash: text.describe('The SHA-256 of the text, in hex'),
        at: instant.describe('When it took force, to the millisecond'),
        release: count.nullable(),
        head: text.describe('The head of the chain with this set, in hex'),
        text: text
          .nullable()
          .describe('`null` until a minute after the end, and where the texts before it fill the answer'),
      }),
    )
    .describe('Sets of rules in the order in which they took force, the latest 1,000 up to `rules_no`'),
  rules_total: count.describe('How many sets there are'),
  rules_head: text.nullable().describe('The head of the chain of all sets'),
});

export const liveData = z.object({
  winners: z
    .array(
      z.object({
        who: text.describe('The first and the last character of the user’s id'),
        prize_id: text,
        name: text,
        won_at: instant,
      }),
    )
    .describe('At most 20, newest first, without consolations; only with `page.show_winners`'),
  left: z
    .record(text, count)
    .describe('How many of each limited prize, by its id; only with `page.show_quantities`'),
});

export const ticketData = z.object({
  ticket: text,
  url: text.describe(
    'What the QR code holds: the address of the page for staff, with the ticket in its fragment',
  ),
  expires_at: instant,
});

const seenWin = z
  .object({
    activity_id: text,
    title: text.nullable().describe('Of the activity; `null` where its file is gone'),
    prize: z.object({ name: text, image: text.nullable() }),
    serial: text.describe("The last characters of the draw's id, to be read out"),
    state: z.enum(DELIVERY_STATES),
    redeemed_at: instant.nullable(),
    place: text.nullable().describe('Where it was redeemed'),
  })
  .describe('What staff see of a win');

export const lookData = z.object({ win: seenWin });

export const redeemData = z.object({
  redeemed: z.boolean().describe('Whether it is redeemed by this `request_id`; if not, see `win`'),
  replayed: z.boolean().describe('Whether this `request_id` had redeemed it before'),
  win: seenWin,
});

export const wechatSignatureData = z.object({
  app_id: text.describe('Of the official account'),
  timestamp: seconds,
  nonce: text,
  signature: text.describe('In hex'),
});

/** A good answer with this data. */
export function served(data: z.ZodType): z.ZodType {
  const { ret, msg } = RESPONSES.served;
  return z.object({ ret: z.literal(ret), msg: z.literal(msg), data, timestamp: seconds });
}

/** A refusal or a fault. */
export function refused(code: RefusalCode): z.ZodType {
  const { ret, msg, detail, description } = RESPONSES[code];
  const base = z.object({
    ret: z.literal(ret),
    msg: z.literal(msg),
    data: z.literal(''),
    timestamp: seconds,
  });
  switch (detail) {
    case 'field':
      return base.extend({ detail: z.object({ field: text }) }).describe(description);
    case 'reason': {
      const reason = z.enum(code === 'not_redeemable' ? DESK_REASONS : NOT_CLAIMABLE);
      return base.extend({ detail: z.object({ reason }) }).describe(description);
    }
    case 'activity':
      return base.extend({ detail: activitySummary }).describe(description);
    case 'none':
      return base.describe(description);
  }
}
