import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { accountRoutes } from '../account/routes.ts';
import { activityRoutes } from '../activities/routes.ts';
import { oneActivityRoutes } from '../activity/routes.ts';
import { get } from '../api/client.ts';
import { counterRoutes } from '../counter/routes.ts';
import { deliveryRoutes } from '../deliveries/routes.ts';
import { homeRoutes } from '../home/routes.ts';
import { i18n, loadWords } from '../i18n/words.ts';
import { peopleRoutes } from '../people/routes.ts';
import { userRoutes } from '../users/routes.ts';
import { loadSession, may, session } from './session.ts';
import { commonWords } from './words/files.ts';

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    ...homeRoutes,
    ...activityRoutes,
    ...oneActivityRoutes,
    ...userRoutes,
    ...deliveryRoutes,
    ...peopleRoutes,
    ...counterRoutes,
    ...accountRoutes,
    {
      path: '/:rest(.*)*',
      component: () => import('./NotFoundView.vue'),
      meta: { title: 'common.notFound.title' },
    },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

/** Where somebody begins: those who only redeem know no home. */
export const firstPage = (): string => (may('view') ? '/' : may('redeem') ? '/counter' : '/account');

/** A path of this console, never another site's address. */
export const safeBack = (back: unknown): string =>
  typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : firstPage();

async function wordsOf(to: RouteLocationNormalized): Promise<void> {
  const files = to.matched.flatMap(({ meta }) => Object.entries(meta.words ?? {}));
  await Promise.all([
    loadWords('common', commonWords),
    ...files.map(([room, roomFiles]) => loadWords(room, roomFiles)),
  ]);
}

router.beforeEach(async (to) => {
  const [loaded] = await Promise.allSettled([loadSession(), wordsOf(to)]);
  const unknown = loaded.status === 'rejected';
  if (to.meta.open || unknown) return true;
  if (!session.value?.operator)
    return { path: '/sign-in', query: to.fullPath === '/' ? {} : { back: to.fullPath } };
  if (may(to.meta.permission)) return true;
  return to.path === '/' ? firstPage() : { path: '/account', query: { refused: to.fullPath } };
});

/* The files of a page are gone where a newer version is served: then the browser loads that one, unless it has just done so. */
const RELOADED = 'console.reloaded';
router.onError(async (error: Error, to) => {
  if (!/import|module|preload/i.test(error.message)) throw error;
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  const isServed = await get('/api/session').then(
    () => true,
    () => false,
  );
  if (!isServed || Date.now() - last < 10_000) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.assign(to.fullPath);
});

router.afterEach((to, from, failure) => {
  if (failure) return;
  const { t } = i18n.global;
  const name = session.value?.installation.name ?? 'cms-market';
  document.title = to.meta.title ? `${t(to.meta.title)} · ${name}` : name;
  if (from.matched.length > 0 && to.path !== from.path) focusTitle();
});

/** Takes who reads by ear or by keyboard to the new page's title. */
function focusTitle(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }));
}
