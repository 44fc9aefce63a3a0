import { useI18n } from 'vue-i18n';
import type { ShownAudience } from '../../../../src/adapters/koa/console/contract/activities.ts';

/** Says who has a candidate. */
export function useAudienceWords(): (audience: ShownAudience) => string {
  const { t } = useI18n();
  return (audience) => {
    switch (audience.kind) {
      case 'percent':
        return t('before.audience.percent', { percent: audience.percent });
      case 'users':
        return t('before.audience.users', { count: audience.count });
      case 'zones':
        return t('before.audience.zones', { zones: audience.zones.join('、') });
    }
  };
}
