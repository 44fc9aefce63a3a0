const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g;

/** Returns a sentence of the server with its exact times as people say them. */
export const sayTimes = (text: string, say: (iso: string) => string): string =>
  text.replace(ISO, (iso) => say(iso));
