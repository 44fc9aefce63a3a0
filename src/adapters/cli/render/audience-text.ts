import type { Audience } from '../../../domain/releases/audience.ts';
import type { Language } from '../i18n/language.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { plain } from './text-layout.ts';

/* The others are counted. */
const MOST_ZONES_SHOWN = 8;

/** Who gets a candidate, in words. */
export function audienceText(audience: Audience, language: Language): string {
  const words = releasesMessages[language].audience;
  switch (audience.kind) {
    case 'percent':
      return words.percent(audience.percent);
    case 'users':
      return words.users(audience.uids.length);
    case 'zones': {
      const shown = audience.zones.slice(0, MOST_ZONES_SHOWN).map(plain);
      return words.zones(shown, audience.zones.length);
    }
  }
}
