import type { StageName } from '../../../src/domain/activities/page-choices.ts';
import egg from './pictures/egg.svg';
import grid from './pictures/grid.svg';
import redPacket from './pictures/red-packet.svg';
import scratch from './pictures/scratch.svg';
import shake from './pictures/shake.svg';
import sku from './pictures/sku.svg';
import wheel from './pictures/wheel.svg';

/** How visitors take part: a stage of a draw, or goods. */
export type StageKind = StageName | 'sku';

const PICTURES: Readonly<Record<StageKind, string>> = {
  ...{ shake, wheel, grid, scratch, egg, sku },
  red_packet: redPacket,
};

export const stagePictureOf = (stage: StageKind): string => PICTURES[stage];

/** Returns how visitors take part in an activity of this kind. */
export function stageKindOf({ dispatch, stage }: { dispatch: string; stage: string | null }): StageKind {
  if (dispatch === 'sku') return 'sku';
  return stage !== null && Object.hasOwn(PICTURES, stage) ? (stage as StageKind) : 'shake';
}
