import { activityWords } from '../activity/words/files.ts';
import type { RoomRoutes } from '../app/room.ts';
import { activitiesWords } from './words/files.ts';

export const activityRoutes: RoomRoutes = [
  {
    path: '/activities',
    component: () => import('./ActivitiesView.vue'),
    meta: {
      words: { activities: activitiesWords, activity: activityWords },
      title: 'activities.title',
      permission: 'view',
      entry: 'activities',
    },
  },
];
