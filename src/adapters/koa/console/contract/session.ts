import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../../../domain/operators/roles.ts';

/*
 * Refusals of these routes beside the common ones:
 * sign-in: 401 `wrong_password` (an account that is missing, disabled or of the single sign-on answers the same).
 * sign-in, accept, password: 429 `too_many` with `Retry-After` and `detail.retry_after_seconds`.
 * invitation, accept: 404 `link_invalid` (used, replaced or too old).
 * accept, password: 400 `invalid`, field `password` or `next`, `detail.reason`: a member of `PASSWORD_REASONS`.
 * accept with a name: 400 `invalid`, field `name`; 409 `refused`, `detail.reason` `name_taken`.
 * password: 401 `wrong_password`; 409 `refused`, `detail.reason` `not_local` (an account of the single sign-on).
 * oidc/callback: a redirect to `/`, or to `/sign-in?refused=` with a member of `OIDC_REFUSALS`.
 */

export const OIDC_REFUSALS = [
  'no_role',
  'name_taken',
  'disabled',
  'expired',
  'provider',
  'not_configured',
  'store_away',
] as const;

export const roleSchema = z.enum(ROLES);

const permissionSchema = z.enum(PERMISSIONS);

export const viaSchema = z.enum(['password', 'oidc']);

export const sessionSchema = z.object({
  /** `null`: nobody is signed in. */
  operator: z.object({ id: z.string(), name: z.string(), role: roleSchema, via: viaSchema }).nullable(),
  permissions: z.array(permissionSchema),
  /** Sent as `X-CSRF-Token` with each POST of a signed-in operator. `null`: nobody is signed in. */
  csrf_token: z.string().nullable(),
  installation: z.object({
    name: z.string(),
    production: z.boolean(),
    requires_approval: z.boolean(),
    publish: z.enum(['auto', 'manual']),
    /** Where the pages of the activities are; `null`: it is not known here. */
    public_url: z.string().nullable(),
    base_path: z.string(),
  }),
  /** `null`: there is no single sign-on. The label is shown on its button; `GET /api/session/oidc` begins it. */
  oidc: z.object({ label: z.string() }).nullable(),
  /** `false`: nobody can sign in yet; the link for the first one is in the terminal of the program. */
  has_operators: z.boolean(),
});

export const signInInput = z.object({
  name: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
});

export const nothing = z.object({});

/* In the body: an address of a request is logged by proxies. */
export const invitationInput = z.object({ token: z.string().min(1).max(128) });

export const invitationSchema = z.object({
  name: z.string(),
  role: roleSchema,
  /** `new`: the first password of a new account; `reset`: another one of an account that has one. */
  kind: z.enum(['new', 'reset']),
  /** Whether `accept` takes a name: the first admin chooses one. */
  may_choose_name: z.boolean(),
  expires_at: z.string(),
});

export const acceptInput = z.object({
  token: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
  name: z.string().max(256).optional(),
});

export const passwordInput = z.object({
  current: z.string().min(1).max(1024),
  next: z.string().min(1).max(1024),
});

export const ownSessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      started_at: z.string(),
      last_used_at: z.string(),
      /** It ends then at the latest. */
      expires_at: z.string(),
      address: z.string(),
      /** The `User-Agent`, cut to 256 characters. */
      user_agent: z.string(),
      via: viaSchema,
      current: z.boolean(),
    }),
  ),
});

/* Exactly one of them. `all`: all but the one that asks. */
export const endSessionsInput = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  all: z.literal(true).optional(),
});

export const endedSessionsSchema = z.object({ ended: z.number().int() });

export type RoleName = z.infer<typeof roleSchema>;
export type PermissionName = z.infer<typeof permissionSchema>;
export type SessionView = z.infer<typeof sessionSchema>;
export type SignInInput = z.infer<typeof signInInput>;
export type InvitationView = z.infer<typeof invitationSchema>;
export type AcceptInput = z.infer<typeof acceptInput>;
export type PasswordInput = z.infer<typeof passwordInput>;
export type OwnSessionsView = z.infer<typeof ownSessionsSchema>;
export type EndSessionsInput = z.infer<typeof endSessionsInput>;
