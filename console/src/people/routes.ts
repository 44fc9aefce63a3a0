import type { RoomRoutes } from '../app/room.ts';
import { peopleWords } from './words/files.ts';

const meta = { words: { people: peopleWords }, permission: 'operators', entry: 'people' } as const;

export const peopleRoutes: RoomRoutes = [
  { path: '/people', component: () => import('./PeopleView.vue'), meta: { ...meta, title: 'people.title' } },
  {
    path: '/people/tokens',
    component: () => import('./TokensView.vue'),
    meta: { ...meta, title: 'people.tokens.title' },
  },
  {
    path: '/people/trail',
    component: () => import('./TrailView.vue'),
    meta: { ...meta, title: 'people.trail.title' },
  },
];
