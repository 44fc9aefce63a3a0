import type { DetailSchemas } from '../../domain/activities/activity.ts';
import type { DrawsCapability } from '../draws/draws-capability.ts';
import type { Kind } from './kind.ts';
import { shake } from './shake/shake.ts';
import { sku } from './sku/sku.ts';

const all: readonly Kind[] = [shake, sku];

export type Kinds = ReadonlyMap<string, Kind>;

/** Every kind that this service runs, by the name that `dispatch` gives. */
export const kinds: Kinds = new Map(all.map((kind) => [kind.dispatch, kind]));

export const detailSchemas: DetailSchemas = new Map(all.map(({ dispatch, details }) => [dispatch, details]));

/** The kinds whose visitors draw prizes. */
export const drawCapabilities: ReadonlyMap<string, DrawsCapability> = new Map(
  all.flatMap(({ dispatch, draws }) => (draws ? [[dispatch, draws]] : [])),
);
