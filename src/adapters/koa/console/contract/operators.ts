import { z } from 'zod';
import { activityIdPattern } from '../../../../domain/activities/activity.ts';
import { SCOPES } from '../../../../domain/operators/roles.ts';
import { roleSchema, viaSchema } from './session.ts';

/*
 * Refusals of these routes beside the common ones: 409 `refused`, `detail.reason` a member of `OPERATOR_REASONS`;
 * 400 `invalid` with the field `name`, `scopes` or `expires_at`.
 */

export const OPERATOR_REASONS = [
  /** The last active admin cannot be disabled or get another role. */
  'last_admin',
  /** Nobody changes their own role, or disables themselves. */
  'own_account',
  'name_taken',
  /** Roles and passwords of accounts of the single sign-on are given by the provider. */
  'not_local',
  /** A disabled account gets no link. */
  'disabled',
] as const;

/* As a store takes it: no control, no half of a character. */
const idSchema = z.string().regex(/^[\w-]{1,64}$/);

export const operatorSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  /** `invited`: has not chosen a password yet. */
  state: z.enum(['invited', 'active', 'disabled']),
  via: viaSchema,
  created_at: z.string(),
  last_sign_in_at: z.string().nullable(),
  /** Until when the link that was made last may be used; `null`: there is none. */
  link_expires_at: z.string().nullable(),
});

export const operatorsSchema = z.object({ operators: z.array(operatorSchema) });

export const newOperatorInput = z.object({ name: z.string().min(1).max(256), role: roleSchema });

/** A link for one person, shown once. */
export const operatorLinkSchema = z.object({
  operator: operatorSchema,
  link: z.object({ url: z.string(), expires_at: z.string() }),
});

export const operatorIdInput = z.object({ id: idSchema });

/* At least one of the two changes. */
export const changeOperatorInput = z.object({
  id: idSchema,
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
});

export const changedOperatorSchema = z.object({ operator: operatorSchema });

export const scopeSchema = z.enum(SCOPES);

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  created_at: z.string(),
  /** The name of the operator who made it. */
  created_by: z.string(),
  expires_at: z.string().nullable(),
  /** To the minute. */
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});

export const tokensSchema = z.object({ tokens: z.array(tokenSchema) });

export const newTokenInput = z.object({
  name: z.string().min(1).max(256),
  scopes: z.array(scopeSchema).min(1).max(SCOPES.length),
  /** ISO 8601; absent: it is valid until it is revoked. */
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** `secret` is shown once: it is stored nowhere. */
export const newTokenSchema = z.object({ token: tokenSchema, secret: z.string() });

export const tokenIdInput = z.object({ id: idSchema });

export const changedTokenSchema = z.object({ token: tokenSchema });

export const trailInput = z.object({
  /** The `next` of the page before. */
  before: idSchema.optional(),
  /** The id of an operator. */
  operator: idSchema.optional(),
  activity_id: z.string().regex(activityIdPattern).optional(),
  action: idSchema.optional(),
  /** 1–200; absent: 50. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const trailEntrySchema = z.object({
  id: z.string(),
  at: z.string(),
  /** The id is `null` for commands, and where nobody was signed in. */
  operator: z.object({ id: z.string().nullable(), name: z.string() }),
  via: z.enum(['console', 'token', 'command']),
  address: z.string().nullable(),
  action: z.string(),
  activity_id: z.string().nullable(),
  target: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});

export const trailSchema = z.object({
  entries: z.array(trailEntrySchema),
  /** `null`: this is the last page. */
  next: z.string().nullable(),
});

export type OperatorView = z.infer<typeof operatorSchema>;
export type OperatorsView = z.infer<typeof operatorsSchema>;
export type NewOperatorInput = z.infer<typeof newOperatorInput>;
export type OperatorLinkView = z.infer<typeof operatorLinkSchema>;
export type ChangeOperatorInput = z.infer<typeof changeOperatorInput>;
export type TokenView = z.infer<typeof tokenSchema>;
export type TokensView = z.infer<typeof tokensSchema>;
export type NewTokenInput = z.infer<typeof newTokenInput>;
export type NewTokenView = z.infer<typeof newTokenSchema>;
export type TrailEntryView = z.infer<typeof trailEntrySchema>;
export type TrailView = z.infer<typeof trailSchema>;
