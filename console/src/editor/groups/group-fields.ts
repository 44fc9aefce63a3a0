/* The fields of each group, by their patterns, in the order in which somebody plans an activity. */
export const BASIC_FIELDS = ['title', 'page.subtitle', 'starts_at', 'ends_at'] as const;

export const AUDIENCE_FIELDS = ['is_login_user', 'is_check_zone', 'zones', 'page.login_url'] as const;

export const CHANCE_FIELDS = ['rules.chances.per_day', 'rules.chances.total'] as const;

export const EARN_FIELDS = {
  'rules.chances.earn.sign_in': ['per_day'],
  'rules.chances.earn.share': ['per_day'],
  'rules.chances.earn.invite': ['each', 'total'],
} as const;

export const PRIZE_LIMIT_FIELDS = ['rules.fallback', 'rules.budget'] as const;

export const PAGE_FIELDS = [
  ...['page.banner', 'page.rules_text', 'page.contact'],
  ...['page.action.text', 'page.action.url', 'page.share_image', 'page.description'],
] as const;

export const SHOW_FIELDS = ['page.show_quantities', 'page.show_odds', 'page.show_winners'] as const;

export const COLOUR_FIELDS = [
  ...['page.theme.primary', 'page.theme.on_primary', 'page.theme.background'],
  ...['page.theme.surface', 'page.theme.text', 'page.theme.accent'],
] as const;

/* Each with a control of its own. */
const OWN = ['dispatch', 'page.stage', 'page.theme.name', 'rules.guarantee.after', 'rules.guarantee.prize'];

/** All fields that a group has; the others are advanced. */
export const GROUPED: ReadonlySet<string> = new Set([
  ...BASIC_FIELDS,
  ...AUDIENCE_FIELDS,
  ...CHANCE_FIELDS,
  ...Object.entries(EARN_FIELDS).flatMap(([way, names]) => names.map((name) => `${way}.${name}`)),
  ...PRIZE_LIMIT_FIELDS,
  ...PAGE_FIELDS,
  ...SHOW_FIELDS,
  ...COLOUR_FIELDS,
  ...OWN,
]);

export const GROUPS = ['basics', 'audience', 'chances', 'prizes', 'goods', 'page', 'advanced'] as const;

export type GroupName = (typeof GROUPS)[number];
