import { type MaybeRefOrGetter, toValue } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ChangedJson } from '../../../src/adapters/koa/console/contract/releases.ts';
import { post } from '../api/client.ts';
import { inLanguage } from '../i18n/words.ts';
import { toast } from '../parts/toasts.ts';
import { activityApi } from './activity-api.ts';
import { refreshActivities } from './use-activity.ts';

/** What is done to an activity at once: each with its reason, each said when it is done, and looked at again. */
export function useActivityChanges(id: MaybeRefOrGetter<string>) {
  const { t } = useI18n();

  async function change(path: string, body: object, done: (changed: ChangedJson) => string): Promise<void> {
    const changed = await post<ChangedJson>(activityApi(toValue(id), path), body);
    toast(changed.outcome === 'unchanged' ? t('activity.done.unchanged') : done(changed));
    for (const warning of changed.warnings) toast(inLanguage(warning), 'failed');
    await refreshActivities();
  }

  return {
    pause: (reason: string) => change('/pause', { reason }, () => t('activity.done.paused')),
    resume: (reason: string) => change('/resume', { reason }, () => t('activity.done.resumed')),
    rollBack: (no: number, expect: number, reason: string) =>
      change('/rollback', { no, expect, reason }, (changed) =>
        t('activity.done.rolledBack', { no: changed.no }),
      ),
    restock: (body: { prize_id: string; add: number; expect: number; reason: string }) =>
      change('/restock', body, () => t('activity.done.restocked')),
  };
}
