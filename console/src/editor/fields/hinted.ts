/*
 * The fields whose description says more than their name. Of others it is about the file: how a time is written, what names a theme
 * has, all of which the control knows.
 */
export const HINTED: ReadonlySet<string> = new Set([
  ...['page.banner', 'page.login_url', 'page.share_image', 'page.description', 'page.stage_image'],
  ...['page.sounds.grand', 'rules.timezone', 'rules.segments', 'rules.budget', 'rules.guarantee'],
  ...['rules.chances.earn.sign_in', 'rules.chances.earn.share', 'rules.chances.earn.invite'],
  ...['rules.prizes.*.unlock_after', 'rules.prizes.*.delivery.to', 'rules.prizes.*.delivery.until'],
  ...['prizes.[].value', 'skus.[].zones', 'skus.[].sold'],
]);
