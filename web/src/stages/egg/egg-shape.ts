/** The outline of an egg in a picture of 120 by 150. */
export const EGG = 'M60 8C90 8 112 58 112 92c0 32-22 51-52 51S8 124 8 92C8 58 30 8 60 8z';

/** The whole egg, and the pieces that it breaks into: the lower shell that stays, and five shards that fly. */
export const EGG_PARTS = ['whole', 'shell', 'far-left', 'left', 'top', 'right', 'far-right'] as const;
export type EggPart = (typeof EGG_PARTS)[number];

/** What is cut out of the egg for each part; they fit together along the cracks. */
export const OUTLINES: Readonly<Record<EggPart, string>> = {
  whole: 'M0 0h120v150H0z',
  shell: 'M0 80l14 8 12-14 14 16 16-18 12 16 16-18 12 18 12-12 12 6v68H0z',
  'far-left': 'M0 30l32 12 2 18-8 14-12 14-14-8z',
  left: 'M32 42l24-6 6 22-6 14-16 18-14-16 8-14z',
  top: 'M0 0h120v34l-34 8-24 16-6-22-24 6L0 30z',
  right: 'M62 58l24-16 4 18-6 12-16 16-12-16z',
  'far-right': 'M86 42l34-8v44l-12-2-12 14-12-18 6-12z',
};

/** How the cracks grow with each blow, from where the hammer hits. */
export const CRACKS = [
  'M86 42l-8-2-8 10-8 8M86 42l6 8-2 10',
  'M62 58l-6 14-14 6M62 58l-6-22-10 2M90 60l-6 12 8 10',
  'M56 72l12 16 16-16 12 18 8-8M56 72L40 90 26 74l-8 8M56 36l-24 6 2 18',
] as const;
