import type { LiveEvent } from '../../../src/adapters/koa/console/contract/live.ts';
import type { IconName } from '../parts/icon-paths.ts';

export interface EventWords {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly icon: IconName;
  /** `null`: nobody has to do anything. */
  readonly tone: 'needs' | 'danger' | null;
  /** Where the list behind it is; `null`: there is none. */
  readonly to: { readonly page: 'releases' | 'deliveries' | 'live'; readonly state?: 'failed' } | null;
}

const RELEASE_KEYS: Readonly<Record<string, string>> = {
  publish: 'publish',
  roll_back: 'roll_back',
  roll_out: 'roll_out',
  widen: 'roll_out',
  promote: 'promote',
  abort: 'abort',
  pause: 'pause',
  resume: 'resume',
  remove: 'remove',
};

const withoutNulls = (params: LiveEvent['params']): Record<string, string | number> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value ?? '']));

/** Which sentence says what happened, how it looks, and where more of it is. */
export function eventWords({ kind, params }: Pick<LiveEvent, 'kind' | 'params'>): EventWords {
  const given = withoutNulls(params);
  switch (kind) {
    case 'release': {
      const key = RELEASE_KEYS[String(params['action'])] ?? 'release';
      const icon = key === 'pause' ? 'pause' : key === 'resume' ? 'play' : 'history';
      return { key, params: given, icon, tone: key === 'pause' ? 'needs' : null, to: { page: 'releases' } };
    }
    case 'deliveries_failed':
      return {
        key: kind,
        params: given,
        icon: 'alert',
        tone: 'danger',
        to: { page: 'deliveries', state: 'failed' },
      };
    case 'prize_run_out':
      return { key: kind, params: given, icon: 'alert', tone: 'needs', to: null };
    case 'big_win':
      return { key: kind, params: given, icon: 'gift', tone: null, to: { page: 'deliveries' } };
    case 'store_away':
    case 'store_back': {
      const key = `${kind}_${params['source'] === 'records' ? 'records' : 'ledger'}`;
      return { key, params: given, icon: 'refresh', tone: kind === 'store_away' ? 'danger' : null, to: null };
    }
  }
}
