import type { RoomRoutes } from '../app/room.ts';
import { counterWords } from './words/files.ts';

export const counterRoutes: RoomRoutes = [
  {
    path: '/counter',
    component: () => import('./CounterView.vue'),
    meta: {
      words: { counter: counterWords },
      title: 'counter.title',
      permission: 'redeem',
      entry: 'counter',
    },
  },
];
