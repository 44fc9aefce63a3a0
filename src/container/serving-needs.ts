import { readDataKeys } from '../adapters/vault/data-keys.ts';
import type { ServingNeeds } from '../application/authoring/check/serving-needs.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import { missingMeans } from '../domain/deliveries/delivery-means.ts';
import type { Settings } from './settings.ts';

type NeededSettings = Pick<Settings, 'production' | 'dataKeyFile' | 'endpoints' | 'identity'>;

/**
 * What activities need of these settings, for the service and for `check` alike.
 * @param place `files`: a command that reads files, where no endpoints at all may mean that they are elsewhere
 */
export function servingNeeds(settings: NeededSettings, place: 'service' | 'files'): ServingNeeds {
  const { production, endpoints, identity } = settings;
  const areKnown = production || place === 'service' || endpoints.size > 0;
  const means = {
    // Outside production there is one in DATA_DIR.
    hasDataKey: !production || canSeal(settings),
    endpoints: areKnown ? new Set(endpoints.keys()) : null,
  };
  return {
    missing: (activity) => {
      const draws = drawCapabilities.get(activity.dispatch);
      return draws ? missingMeans(draws.detailsOf(activity).rules, means) : [];
    },
    refuses: production,
    // Each kind with a login of the service's own.
    hasLogin: identity.kind === 'wechat',
    hasZones: identity.kind === 'demo' || identity.claims.zone !== null,
  };
}

function canSeal({ dataKeyFile }: NeededSettings): boolean {
  if (dataKeyFile === null) return false;
  try {
    readDataKeys(dataKeyFile);
    return true;
  } catch {
    return false;
  }
}
