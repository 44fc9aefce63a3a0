import { LRUCache } from 'lru-cache';
import type { Kinds } from '../../../application/kinds/kinds.ts';
import { memoizeByRef } from '../../../application/shared/memoize-by-ref.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import { type StageName, stageNameOf, type ThemeName } from '../../../domain/activities/page-choices.ts';
import { offersEarning } from '../../../domain/draws/draw-rules.ts';
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

/* Such as the host of the public and that of the staff, each by http and https. */
const MOST_ORIGINS = 4;

/**
 * The page of each activity, with its title, its texts and its picture for those who only read the head: messengers and
 * search engines. It is made once for each version of an activity and each of the origins by which it was last asked for:
 * a few, because a client may write anything into `Host`. For the same reason it is compressed only when it is asked for
 * again: a request with a new `Host` takes 78 µs of CPU time in place of 160.
 */
export function activityPages({ page, kinds, basePath }: ActivityPagesDependencies) {
  const html = Buffer.from(page.index.bytes).toString();
  const lasting = memoizeByRef((activity: Activity) => {
    const head = pageHead(activity, basePath);
    return {
      head,
      links: linksOf(activity, head),
      byOrigin: new LRUCache<string, ServedFile>({ max: MOST_ORIGINS }),
    };
  });

  return (activity: Activity, origin: string): ServedFile => {
    const { head, links, byOrigin } = lasting(activity);
    const known = byOrigin.get(origin);
    if (known instanceof PackedOnDemand) return known;
    const file = known ? new PackedOnDemand(known) : pageOfActivity(html, { head, links, origin, basePath });
    byOrigin.set(origin, file);
    return file;
  };

  /* Parts that the browser would find only after the page's script has run. */
  function linksOf(activity: Activity, { theme }: PageHead): string {
    const stage = stageNameOf(activity.page.stage);
    const details = kinds.get(activity.dispatch)?.draws?.detailsOf(activity);
    const parts = [
      details ? sourceOf('stages', stage, 'Stage') : 'promotion/SkuScreen.vue',
      sourceOf('theme', theme, 'Scene'),
      ...(details && offersEarning(details.rules) ? ['chances/EarnChances.vue'] : []),
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
function sourceOf(
  folder: 'stages' | 'theme',
  name: StageName | ThemeName,
  ending: 'Stage' | 'Scene',
): string {
  const words = name.split('_');
  const pascal = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return `${folder}/${words.join('-')}/${pascal}${ending}.vue`;
}
