import type { RoomRoutes } from '../app/room.ts';
import { homeWords } from './words/files.ts';

export const homeRoutes: RoomRoutes = [
  {
    path: '/',
    component: () => import('./HomeView.vue'),
    meta: { words: { home: homeWords }, title: 'home.title', permission: 'view', entry: 'home' },
  },
];
