/*
 * An origin of its own, which is none: the page can read nothing of the console, of its cookies and its storage, and its
 * requests carry no cookie. Scripts run, for they are the page's own, and links may open another window.
 */
const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox';

/* From such an origin every request is one to another. Who knows the address may read the answer. */
const FROM_SANDBOX = ['Access-Control-Allow-Origin', 'null', 'Access-Control-Allow-Credentials', 'true'];

/** What every answer of a trial carries. */
export const TRIAL_HEADERS: readonly string[] = [
  ...['Content-Security-Policy', SANDBOX],
  ...['X-Robots-Tag', 'noindex, nofollow'],
  ...FROM_SANDBOX,
];

/** The answer to the question that a browser asks before a request from a sandbox. */
export const TRIAL_PREFLIGHT: readonly string[] = [
  ...FROM_SANDBOX,
  ...['Access-Control-Allow-Methods', 'GET, POST'],
  ...['Access-Control-Allow-Headers', 'Content-Type'],
  ...['Access-Control-Max-Age', '600'],
];

/** The files of the page: they are everybody's. */
export const ASSET_HEADERS: readonly string[] = [
  ...['Access-Control-Allow-Origin', '*'],
  ...['X-Robots-Tag', 'noindex, nofollow'],
];

/** A page that is made here: a sentence, or an address. */
export const PLAIN_HEADERS: readonly string[] = [
  ...['Content-Security-Policy', `default-src 'none'; frame-ancestors 'self'; sandbox`],
  ...['X-Content-Type-Options', 'nosniff'],
  ...['X-Robots-Tag', 'noindex, nofollow'],
  ...['Referrer-Policy', 'no-referrer'],
  ...['Cache-Control', 'no-store'],
  ...FROM_SANDBOX,
];
