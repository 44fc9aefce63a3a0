import { activityWords } from '../activity/words/files.ts';
import type { RoomRoutes } from '../app/room.ts';
import { deliveryWords } from '../delivery/words/files.ts';
import { deliveriesWords } from './words/files.ts';

export const deliveryRoutes: RoomRoutes = [
  {
    path: '/deliveries',
    component: () => import('./DeliveriesView.vue'),
    meta: {
      words: { deliveries: deliveriesWords, delivery: deliveryWords, activity: activityWords },
      title: 'deliveries.title',
      permission: 'support',
      entry: 'deliveries',
    },
  },
];
