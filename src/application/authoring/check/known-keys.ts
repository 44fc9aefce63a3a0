/* What the service reads of a file, by the path of the object; `*` stands for any key or index. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': [
    'dispatch',
    'title',
    'is_login_user',
    'is_check_zone',
    'zones',
    'starts_at',
    'ends_at',
    'page',
    'prizes',
    'skus',
    'rules',
  ],
  page: [
    'subtitle',
    'banner',
    'login_url',
    'theme',
    'rules_text',
    'contact',
    'action',
    'texts',
    'stage_image',
  ],
  'page.theme': ['primary', 'on_primary', 'background', 'surface', 'text', 'accent'],
  'page.texts': ['draw', 'won_title', 'won_next', 'not_won_title', 'not_won_text'],
  'page.action': ['text', 'url'],
  rules: ['timezone', 'chances', 'prizes', 'fallback', 'budget', 'blocked_users'],
  'rules.chances': ['per_day', 'total'],
  'rules.prizes.*': ['odds', 'stock', 'per_user', 'value', 'release'],
  'rules.prizes.*.release.*': ['at', 'count'],
  'prizes.*': ['id', 'name', 'image', 'claim', 'claim_url'],
  'skus.*': [
    'sku_id',
    'name',
    'zones',
    'image',
    'price',
    'market_price',
    'unit',
    'tags',
    'group',
    'url',
    'sold_out',
  ],
};

/* Other words that authors write for a key, spelt plainly; those that are only misspelt are found without. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  is_login_user: ['needlogin', 'loginrequired', 'requirelogin', 'islogin', 'mustlogin'],
  is_check_zone: ['checkzone', 'zonecheck', 'needzone', 'iszonecheck'],
  zones: ['zoneids', 'zonelist', 'allowedzones', 'allowzones', 'areaids', 'regionids'],
  starts_at: ['starttime', 'startdate', 'beginat', 'begintime', 'begindate'],
  ends_at: ['endtime', 'enddate', 'finishat', 'expireat', 'expiresat', 'expiretime'],
  skus: ['skulist', 'goods', 'goodslist', 'products'],
  login_url: ['loginlink', 'loginpage', 'signinurl'],
  banner: ['bannerurl', 'bannerimage', 'bannerimg', 'headimage'],
  timezone: ['tz'],
  fallback: ['defaultprize', 'fallbackprize'],
  budget: ['totalbudget', 'budgetlimit', 'maxcost', 'costlimit'],
  blocked_users: [
    'blacklist',
    'blocklist',
    'denylist',
    'blockusers',
    'banned',
    'bannedusers',
    'blacklistusers',
  ],
  chances: ['limit', 'limits', 'drawlimit', 'drawlimits', 'times'],
  per_day: ['daily', 'dailylimit', 'daylimit', 'perdaylimit', 'everyday', 'day'],
  total: ['totallimit', 'intotal', 'all', 'overall', 'max', 'limit'],
  odds: ['probability', 'prob', 'rate', 'chance', 'weight', 'ratio', 'percent', 'percentage', 'winrate'],
  stock: ['amount', 'num', 'number', 'quantity', 'qty', 'count', 'inventory', 'total', 'limit'],
  per_user: ['peruserlimit', 'userlimit', 'limitperuser', 'maxperuser', 'userlimits'],
  value: ['price', 'cost', 'worth', 'money'],
  at: ['time', 'date', 'start', 'startsat', 'starttime'],
  count: ['num', 'number', 'amount', 'quantity', 'stock'],
  image: ['img', 'pic', 'picture', 'photo', 'icon', 'imageurl', 'imgurl', 'picurl', 'thumbnail'],
  claim_url: ['claimlink', 'receiveurl', 'url', 'link'],
  market_price: ['originalprice', 'originprice', 'oldprice', 'listprice', 'lineprice'],
  unit: ['spec', 'specs', 'specification'],
  sold_out: ['outofstock', 'issoldout'],
  url: ['link', 'href', 'jumpurl', 'detailurl', 'buyurl'],
};

/** The keys that are read of the object at this dotted path; none where the service does not look inside. */
export function knownKeysAt(field: string): readonly string[] {
  const parts = field === '' ? [] : field.split('.');
  const found = Object.entries(knownKeys).find(([pattern]) => {
    const wanted = pattern === '' ? [] : pattern.split('.');
    return (
      wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index])
    );
  });
  return found?.[1] ?? [];
}

/** The known key that was most likely meant, by its meaning or its spelling; `null` if none is near. */
export function nearestKey(key: string, known: readonly string[]): string | null {
  const spelt = plainly(key);
  const synonym = known.find((each) => synonyms[each]?.includes(spelt));
  if (synonym !== undefined) return synonym;
  // A word may have one mistake for every three of its letters; more is another word.
  const isNear = (each: string, distance: number) => distance * 3 <= plainly(each).length;
  const near = known
    // Cheaper than their distance, and never more than it: a key may be as long as the file.
    .filter((each) => isNear(each, Math.abs(spelt.length - plainly(each).length)))
    .map((each) => ({ each, distance: editDistance(spelt, plainly(each)) }))
    .filter(({ each, distance }) => isNear(each, distance))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each ?? null;
}

/** Whether the two are the same but for capitals, blanks, hyphens and underscores, or mean the same. */
export function meansKey(key: string, known: string): boolean {
  return plainly(key) === plainly(known) || (synonyms[known]?.includes(plainly(key)) ?? false);
}

/* `perUser` and `per-user` are `per_user`. */
function plainly(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/g, '');
}

/* How many letters have to be put in, left out, changed or swapped with the next (Damerau). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      (rows[i] as number[])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swaps ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(a.length, b.length);
}
