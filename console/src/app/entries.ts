import type { PermissionName } from '../../../src/adapters/koa/console/contract/session.ts';
import type { IconName } from '../parts/icon-paths.ts';

export interface Entry {
  readonly name: 'home' | 'activities' | 'users' | 'deliveries' | 'people' | 'counter';
  readonly to: string;
  readonly icon: IconName;
  readonly permission: PermissionName;
  /** Who may this has another entry of the same name. */
  readonly unless?: PermissionName;
}

/** The entries of the navigation; each is shown to those who may. */
export const ENTRIES: readonly Entry[] = [
  { name: 'home', to: '/', icon: 'home', permission: 'view' },
  { name: 'activities', to: '/activities', icon: 'activities', permission: 'view' },
  { name: 'users', to: '/users', icon: 'users', permission: 'support' },
  { name: 'users', to: '/users/blocked', icon: 'users', permission: 'view', unless: 'support' },
  { name: 'deliveries', to: '/deliveries', icon: 'deliveries', permission: 'support' },
  { name: 'people', to: '/people', icon: 'people', permission: 'operators' },
  { name: 'counter', to: '/counter', icon: 'counter', permission: 'redeem' },
];
