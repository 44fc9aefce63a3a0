import { useQueryClient } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import type { DoneView, ResentView } from '../../../src/adapters/koa/console/contract/deliveries.ts';
import { post } from '../api/client.ts';
import { inLanguage } from '../i18n/words.ts';
import { toast } from '../parts/toasts.ts';

/** What is done with deliveries: each with its reason, each said when it is done, and looked at again. */
export function useDeliveryChanges() {
  const client = useQueryClient();
  const { t } = useI18n();

  async function resend(
    body: { activity_id: string; reason: string } & ({ draw_id: string } | { all: { count: number } }),
  ): Promise<void> {
    await post<ResentView>('/api/deliveries/resend', body);
    toast(t('delivery.resent'));
    await client.invalidateQueries({ queryKey: ['deliveries'] });
  }

  async function markDone(body: {
    activity_id: string;
    draw_ids: readonly string[];
    reason: string;
  }): Promise<void> {
    const { delivered, already, refused } = await post<DoneView>('/api/deliveries/done', body);
    const before = already > 0 ? ` ${t('delivery.doneAlready', { count: already })}` : '';
    if (delivered + already > 0) toast(t('delivery.doneSaid', { count: delivered + already }) + before);
    const [first] = refused;
    if (first) toast(t('delivery.doneRefused', { count: refused.length, why: inLanguage(first) }), 'failed');
    await client.invalidateQueries({ queryKey: ['deliveries'] });
  }

  return { resend, markDone };
}
