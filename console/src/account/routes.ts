import type { RoomRoutes } from '../app/room.ts';
import { accountWords } from './words/files.ts';

const words = { account: accountWords };

export const accountRoutes: RoomRoutes = [
  {
    path: '/sign-in',
    component: () => import('./SignInView.vue'),
    meta: { words, title: 'account.signIn.title', open: true },
  },
  {
    path: '/welcome',
    component: () => import('./WelcomeView.vue'),
    meta: { words, title: 'account.welcome.title', open: true },
  },
  { path: '/account', component: () => import('./AccountView.vue'), meta: { words, title: 'account.title' } },
];
