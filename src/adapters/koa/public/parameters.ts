import { z } from 'zod';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import { pinPattern } from '../../../domain/deliveries/staff-pins.ts';
import { formSchema } from '../../../domain/deliveries/winner-form.ts';
import { LATEST_WINS } from '../../../domain/draws/account.ts';

/** At most 4,096 printable ASCII characters. */
export const tokenPattern = /^[\x20-\x7E]{1,4096}$/;

const activity_id = z.union([z.string().regex(activityIdPattern), z.int().min(0)]).transform(String);

/** An empty token counts as none. */
const token = z
  .union([z.literal(''), z.string().regex(tokenPattern)])
  .transform((text) => text || undefined)
  .optional();

/** The captcha's own, for the risk check; an empty one counts as none. */
const proof = token.describe('What shows that a person is there, after `1009`');

const fromPattern = /^[A-Za-z0-9_-]{1,2048}$/;

/* It counts and decides nothing: whatever else it is, it is as if it were not there. */
const from = z
  .string()
  .regex(fromPattern)
  .optional()
  .catch(undefined)
  .describe("The `from` of the page's address: the channel that the visit counts for");

/** What every visit to an activity brings along. */
export const visitParameters = z.object({ activity_id, token, from });

const MOST_PLACE_CHARACTERS = 40;

const requestIdPattern = /^[A-Za-z0-9_-]{8,64}$/;

const request_id = z.string().regex(requestIdPattern);

/** A draw also has the client's own key: the same key is the same draw. */
export const drawParameters = z.object({ activity_id, token, request_id, from, proof });

/** Texts of these parameters are taken as they are. */
export const plainTexts = {
  activity_id: activityIdPattern,
  token: tokenPattern,
  request_id: requestIdPattern,
  from: fromPattern,
  proof: tokenPattern,
} as const;

/* A number, also as a query writes it. */
const position = z
  .union([z.int().min(0), z.string().regex(/^\d{1,9}$/)])
  .transform(Number)
  .optional();

/** A page of prizes: those before the `before`-th, from 0, at most `limit` of them. */
export const prizesParameters = z.object({
  activity_id,
  token,
  before: position,
  limit: position.refine((limit) => limit === undefined || (limit >= 1 && limit <= LATEST_WINS)),
});

/** By what a chance is earned: exactly one of the two. */
export const chancesParameters = z
  .object({
    activity_id,
    token,
    source: z.enum(['sign_in', 'share']).optional(),
    from: z
      .string()
      .regex(/^[A-Za-z0-9_-]{18,2048}$/)
      .optional(),
  })
  .refine(({ source, from }) => (source === undefined) !== (from === undefined), { path: ['source'] });

/** A winner's form. In an urlencoded body it is `form[name]=…`, or JSON in the text `form`. */
export const claimParameters = z.object({
  activity_id,
  token,
  draw_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  form: z.preprocess((value) => (typeof value === 'string' ? parsedJson(value) : value), formSchema),
  proof,
});

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
/** The win that a ticket for the counter is wanted for. */
export const ticketParameters = z.object({
  activity_id,
  token,
  draw_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
});

/* Longer than any ticket of ours. */
const ticket = z.string().min(1).max(256);

const pin = z.string().regex(pinPattern);

/** What a counter looks at. */
export const lookParameters = z.object({ ticket, pin });

/* Control characters, and those that turn the direction of a line, are left out. */
const place = z
  .string()
  .transform((text) => text.replace(/\p{C}/gu, '').trim())
  .refine((text) => text.length >= 1 && text.length <= MOST_PLACE_CHARACTERS);

/** What a counter redeems, where, and the client's own key: the same key is the same redemption. */
export const redeemParameters = z.object({ ticket, pin, place, request_id });

/** The address of a page, as a browser has it: such a text is ASCII. */
export const signatureParameters = z.object({ url: z.string().regex(/^[\x21-\x7E]{1,2048}$/) });

/** What goes on in an activity is the same for everyone. */
export const liveParameters = z.object({ activity_id });

/** `rules_no`: the set of rules to list up to, whose text is wanted. */
export const fairnessParameters = z.object({ activity_id, rules_no: position });

/** Any text may be asked for; one that is no version of the file is as if it were not there. */
export const mediaParameters = z.object({
  v: z.string().optional().describe('The version in `media_versions`: with it, the file never changes'),
});
