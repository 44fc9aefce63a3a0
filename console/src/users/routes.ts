import { activityWords } from '../activity/words/files.ts';
import type { RoomRoutes } from '../app/room.ts';
import { deliveryWords } from '../delivery/words/files.ts';
import { userWords } from './words/files.ts';

export const userRoutes: RoomRoutes = [
  {
    path: '/users',
    component: () => import('./UsersView.vue'),
    meta: {
      words: { users: userWords, delivery: deliveryWords, activity: activityWords },
      title: 'users.title',
      permission: 'support',
      entry: 'users',
    },
  },
  {
    path: '/users/blocked',
    component: () => import('./BlockedView.vue'),
    meta: {
      words: { users: userWords },
      title: 'users.blocked.title',
      permission: 'view',
      entry: 'users',
    },
  },
];
