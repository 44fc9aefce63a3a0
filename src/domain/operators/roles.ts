/** What operators may do. `block`: keep users out, and end their sessions. */
export const PERMISSIONS = [
  'view',
  'edit',
  'publish',
  'support',
  'personal',
  'block',
  'redeem',
  'operators',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['viewer', 'editor', 'publisher', 'admin', 'staff'] as const;
export type Role = (typeof ROLES)[number];

const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['view'],
  editor: ['view', 'edit'],
  publisher: ['view', 'edit', 'publish', 'support', 'personal', 'block', 'redeem'],
  admin: PERMISSIONS,
  staff: ['redeem'],
};

export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS_OF[role];
}

/** What programs may do: each of their tokens has some of these. */
export const SCOPES = ['activities', 'reports', 'deliveries', 'grants', 'sessions'] as const;
export type Scope = (typeof SCOPES)[number];
