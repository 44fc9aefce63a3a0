import type { RoleName } from '../../../src/adapters/koa/console/contract/session.ts';
import { i18n } from '../i18n/words.ts';

const ROLES: readonly RoleName[] = ['viewer', 'editor', 'publisher', 'admin', 'staff'];

/** The roles, each with what it may do, in the console's language. */
export const roleChoices = () =>
  ROLES.map((value) => ({
    value,
    text: i18n.global.t(`common.roles.${value}`),
    about: i18n.global.t(`people.roleAbout.${value}`),
  }));
