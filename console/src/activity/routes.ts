import type { RoomRoutes } from '../app/room.ts';
import { beforeWords } from '../before/words/files.ts';
import { codesWords } from '../codes/words/files.ts';
import { deliveryWords } from '../delivery/words/files.ts';
import { editorWords } from '../editor/words/files.ts';
import { liveWords } from '../live/words/files.ts';
import { reportWords } from '../report/words/files.ts';
import { activityWords } from './words/files.ts';

/** The pages about one activity: those of its frame share a header and tabs, the editor has its own. */
export const oneActivityRoutes: RoomRoutes = [
  {
    path: '/activities/:id',
    component: () => import('./ActivityFrame.vue'),
    props: true,
    meta: { words: { activity: activityWords }, permission: 'view', entry: 'activities' },
    children: [
      {
        path: '',
        component: () => import('./OverviewView.vue'),
        props: true,
        meta: { title: 'activity.nav.overview' },
      },
      {
        path: 'simulation',
        component: () => import('../before/simulation/SimulationView.vue'),
        props: true,
        meta: { words: { before: beforeWords }, title: 'activity.nav.simulation' },
      },
      {
        path: 'codes',
        component: () => import('../codes/CodesView.vue'),
        props: true,
        meta: { words: { codes: codesWords }, title: 'activity.nav.codes' },
      },
      {
        path: 'releases',
        component: () => import('../before/releases/ReleasesView.vue'),
        props: true,
        meta: { words: { before: beforeWords }, title: 'activity.nav.releases' },
      },
      {
        path: 'live',
        component: () => import('../live/LiveView.vue'),
        props: true,
        meta: { words: { live: liveWords, delivery: deliveryWords }, title: 'activity.nav.live' },
      },
      {
        path: 'report',
        component: () => import('../report/ReportView.vue'),
        props: true,
        meta: { words: { report: reportWords }, title: 'activity.nav.report' },
      },
    ],
  },
  {
    path: '/activities/:id/edit',
    component: () => import('../editor/EditorView.vue'),
    meta: {
      words: { editor: editorWords, activity: activityWords },
      title: 'editor.title',
      permission: 'view',
      entry: 'activities',
      wide: true,
    },
    children: [
      {
        path: 'publish',
        component: () => import('../before/publish/PublishSheet.vue'),
        meta: { words: { before: beforeWords }, title: 'before.title' },
      },
    ],
  },
];
