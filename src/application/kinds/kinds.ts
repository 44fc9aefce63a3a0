import type { KindReading, KindReadings } from '../../domain/activities/activity.ts';
import { prizeFacts } from '../../domain/draws/prize-facts.ts';
import type { DrawsCapability } from '../draws/draws-capability.ts';
import type { Kind } from './kind.ts';
import { shake } from './shake/shake.ts';
import { sku } from './sku/sku.ts';

export type Kinds = ReadonlyMap<string, Kind>;

/** Every kind that this service runs, by the name that `dispatch` gives. */
export const kinds: Kinds = kindsByName([shake, sku]);

export const kindReadings = kindReadingsOf(kinds);

/** The kinds whose visitors draw prizes. */
export const drawCapabilities = drawCapabilitiesOf(kinds);

export function kindsByName(kinds: readonly Kind[]): Kinds {
  return new Map(kinds.map((kind) => [kind.dispatch, kind]));
}

export function kindReadingsOf(kinds: Kinds): KindReadings {
  return new Map([...kinds].map(([dispatch, kind]) => [dispatch, readingOf(kind)]));
}

export function drawCapabilitiesOf(kinds: Kinds): ReadonlyMap<string, DrawsCapability> {
  return new Map([...kinds].flatMap(([dispatch, { draws }]) => (draws ? [[dispatch, draws]] : [])));
}

function readingOf({ details, draws }: Kind): KindReading {
  return {
    details,
    prizeFacts: draws && ((activity) => prizeFacts(draws.detailsOf(activity), activity)),
  };
}
