/** The pages below `/activities/:id/` (the overview has no name there), in the order in which an activity lives. */
export const ACTIVITY_PAGES = [
  'overview',
  'edit',
  'simulation',
  'codes',
  'releases',
  'live',
  'report',
] as const;
