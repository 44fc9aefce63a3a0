import type { RouteRecordRaw } from 'vue-router';
import type { PermissionName } from '../../../src/adapters/koa/console/contract/session.ts';
import type { WordFiles } from '../i18n/words.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** The rooms whose words the page uses, loaded before it is shown; a parent's come before. */
    words?: Readonly<Record<string, WordFiles>>;
    /** The key of the page's title, for the tab of the browser. */
    title?: string;
    /** What one must be allowed to do to see the page. */
    permission?: PermissionName;
    /** For people who are not signed in: no shell around it. */
    open?: boolean;
    /** Which entry of the navigation it belongs to. */
    entry?: string;
    /** No limit on its width: editor, live. */
    wide?: boolean;
  }
}

/** The pages of a room. */
export type RoomRoutes = readonly RouteRecordRaw[];
