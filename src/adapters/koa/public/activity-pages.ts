import type { Kinds } from '../../../application/kinds/kinds.ts';
import { memoizeByRef } from '../../../application/shared/memoize-by-ref.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { PageFiles } from '../../../domain/shared/page-files.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { PackedOnDemand } from './packed-on-demand.ts';
import { type PageHead, pageHead } from './page-head.ts';
import { pageOfActivity } from './page-of-activity.ts';

export interface ActivityPagesDependencies {
  readonly page: Pick<PageFiles, 'index' | 'part'>;
  readonly kinds: Kinds;
  readonly basePath: string;
}

/* The stage of an activity that names none. */
const FIRST_STAGE = 'shake';

const NAME = /^[a-z][a-z0-9_]{0,31}$/;

/**
 * The page of each activity, with its title, its texts and its picture for those who only read the head: messengers and
 * search engines. Made once for each version of an activity and the origin that it was last asked for by: one, because
 * a client may write anything into `Host`. For the same reason it is compressed only when it is asked for again: a
 * request with a new `Host` takes 78 µs of CPU time in place of 160.
 */
export function activityPages({ page, kinds, basePath }: ActivityPagesDependencies) {
  const html = Buffer.from(page.index.bytes).toString();
  const lasting = memoizeByRef((activity: Activity) => {
    const head = pageHead(activity, basePath);
    return { head, links: linksOf(activity, head) };
  });
  const latest = new WeakMap<Activity, { readonly origin: string; file: ServedFile | PackedOnDemand }>();

  return (activity: Activity, origin: string): ServedFile => {
    const known = latest.get(activity);
    if (known?.origin === origin) {
      if (!(known.file instanceof PackedOnDemand)) known.file = new PackedOnDemand(known.file);
      return known.file;
    }
    const file = pageOfActivity(html, { ...lasting(activity), origin, basePath });
    latest.set(activity, { origin, file });
    return file;
  };

  /* Parts that the browser would find only after the page's script has run. */
  function linksOf(activity: Activity, { theme }: PageHead): string {
    const { stage = FIRST_STAGE } = activity.page;
    const draws = kinds.get(activity.dispatch)?.draws ?? false;
    const parts = [
      draws ? sourceOf('stages', stage, 'Stage') : 'promotion/SkuScreen.vue',
      ...(theme === null ? [] : [sourceOf('theme', theme, 'Scene')]),
    ].map((source) => page.part(source));
    const scripts = new Set(parts.flatMap(({ scripts }) => scripts));
    const styles = new Set(parts.flatMap(({ styles }) => styles));
    return [
      ...[...scripts].map((path) => `<link rel="modulepreload" crossorigin href="./${path}">\n    `),
      ...[...styles].map((path) => `<link rel="stylesheet" crossorigin href="./${path}">\n    `),
    ].join('');
  }
}

/** `red_packet` is `stages/red-packet/RedPacketStage.vue`. */
function sourceOf(folder: 'stages' | 'theme', name: unknown, ending: 'Stage' | 'Scene'): string {
  if (typeof name !== 'string' || !NAME.test(name)) return '';
  const words = name.split('_');
  const pascal = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return `${folder}/${words.join('-')}/${pascal}${ending}.vue`;
}
