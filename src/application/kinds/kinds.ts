import type { DetailSchemas } from '../../domain/activities/activity.ts';
import type { Kind } from './kind.ts';
import { shake } from './shake/shake.ts';
import { sku } from './sku/sku.ts';

const all: readonly Kind[] = [shake, sku];

/** Every kind that this service runs, by the name that `dispatch` gives. */
export const kinds: ReadonlyMap<string, Kind> = new Map(all.map((kind) => [kind.dispatch, kind]));

export const detailSchemas: DetailSchemas = new Map(all.map(({ dispatch, details }) => [dispatch, details]));
