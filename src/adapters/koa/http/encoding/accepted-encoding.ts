import type { IncomingMessage } from 'node:http';

/** The encodings that the service makes. */
export type Encoding = 'br' | 'gzip';

/* Browsers send about ten different headers. */
const MOST_KNOWN = 100;

const known = new Map<string, Encoding | null>();

/**
 * The encoding that the client likes best, brotli where it likes both; `null` for none. Koa's `acceptsEncodings` would
 * choose the first of the header, which is gzip in every browser.
 */
export function acceptedEncoding({ headers }: IncomingMessage): Encoding | null {
  const { 'accept-encoding': header } = headers;
  if (header === undefined) return null;
  const kept = known.get(header);
  if (kept !== undefined) return kept;
  const chosen = bestOf(header);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(header, chosen);
  return chosen;
}

function bestOf(header: string): Encoding | null {
  const weights = weightsOf(header);
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  const encoding = weightOf('br') >= weightOf('gzip') ? 'br' : 'gzip';
  const weight = weightOf(encoding);
  return weight > 0 && weight >= (weights.get('identity') ?? 0) ? encoding : null;
}

/* `gzip;q=0.8, br` is gzip 0.8, br 1 (RFC 9110, 12.5.3). What has no such form counts as not accepted. */
function weightsOf(header: string): ReadonlyMap<string, number> {
  return new Map(
    header.split(',').map((item) => {
      const [, name = '', weight = '1'] =
        /^\s*([\w*.-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(item) ?? [];
      return [name.toLowerCase(), Number(weight)];
    }),
  );
}
