import { MOCK_STATES } from '../../web/gallery/mock-answers.ts';
import { STAGE_NAMES } from '../../web/src/stages/stage.ts';
import { THEME_NAMES } from '../../web/src/theme/palettes.ts';
import type { Shot } from './shoot.ts';

/* Which pictures are made. The samples are drawn in six stages, each in a theme of its own. */

const SAMPLES = ['1055', '2001', '2002', '2003', '2004', '2005'];
const SAMPLE_OF = {
  shake: '1055',
  wheel: '2001',
  grid: '2002',
  scratch: '2003',
  egg: '2004',
  red_packet: '2005',
};
const PROMOTIONS = ['1056', '1057'];
const PHONE = { width: 390, height: 844 };
const SIZES = [
  { width: 320, height: 568 },
  { width: 844, height: 390 },
  { width: 820, height: 1180 },
];
const KEY_STATES = ['running', 'won-grand', 'not-won', 'ended', 'please-log-in', 'busy', 'no-chance'];
const sizeOf = ({ width, height }: { width: number; height: number }) => `${width}x${height}`;

/** Every stage in every theme. */
export const STAGE_SHOTS: readonly Shot[] = STAGE_NAMES.flatMap((stage) =>
  THEME_NAMES.map((theme) => ({
    caption: `${stage}, ${theme}`,
    id: SAMPLE_OF[stage],
    state: 'running',
    stage,
    theme,
    ...PHONE,
  })),
);

/** Every state of every sample. */
export const STATE_SHOTS: readonly Shot[] = SAMPLES.flatMap((id) =>
  MOCK_STATES.map(({ name }) => ({ caption: `${id}, ${name}`, id, state: name, ...PHONE })),
);

/** The states that matter most on other screens. */
export const SIZE_SHOTS: readonly Shot[] = SIZES.flatMap((size) =>
  SAMPLES.flatMap((id) =>
    KEY_STATES.map((state) => ({ caption: `${id}, ${state}, ${sizeOf(size)}`, id, state, ...size })),
  ),
);

export const PROMOTION_SHOTS: readonly Shot[] = PROMOTIONS.flatMap((id) =>
  [PHONE, ...SIZES].map((size) => ({ caption: `${id}, ${sizeOf(size)}`, id, state: 'running', ...size })),
);

/** What a stage looks like while it waits, and once a result was put away. */
export const POSE_SHOTS: readonly Shot[] = SAMPLES.flatMap((id) => [
  { caption: `${id}, drawing`, id, state: 'drawing', ...PHONE },
  {
    caption: `${id}, landed on a prize`,
    id,
    state: 'won-fine',
    press: ['.result-dialog .x'],
    ...PHONE,
  },
  { caption: `${id}, landed on none`, id, state: 'not-won', press: ['.result-dialog .x'], ...PHONE },
]);

/** What opens over the page. */
export const SHEET_SHOTS: readonly Shot[] = SAMPLES.flatMap((id) => [
  { caption: `${id}, all prizes`, id, state: 'running', press: ['.show .all'], ...PHONE },
  { caption: `${id}, poster`, id, state: 'no-chance-today', press: ['.earn .text-button'], ...PHONE },
]);
