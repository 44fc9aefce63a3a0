import { useI18n } from 'vue-i18n';
import type { OddsText } from '../text/draw-figures.ts';

/** Odds in words: exact figures, never rounded through floating point. */
export function useOddsWords() {
  const { t } = useI18n();
  return {
    percent: ({ percent }: OddsText): string => `${percent}%`,
    oneIn: ({ oneIn }: OddsText): string =>
      oneIn === null ? t('editor.prize.never') : t('editor.prize.oneIn', { count: grouped(oneIn) }),
  };
}

/** Returns a decimal text with commas between each three digits. */
export function grouped(decimal: string): string {
  const [whole = '', rest] = decimal.split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? digits : `${digits}.${rest}`;
}
