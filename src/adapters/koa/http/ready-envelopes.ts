/*
 * A short-cut: the whole envelope around data that many visitors get is kept for the second of its timestamp.
 * MEASURED
 */

/* Where visitors are spread over more activities or zones, each is asked for too seldom to be worth it. */
const MOST_READY = 256;
const MOST_READY_BYTES = 4 * 1024 * 1024;

let ready = { second: 0, bytes: 0, envelopes: new Map<Uint8Array, Buffer>() };

/** The envelope around `data` in this second, if it is kept or may be. */
export function readyEnvelope(
  data: Uint8Array,
  second: number,
  piecesOf: (data: Uint8Array) => readonly Uint8Array[],
): Uint8Array | undefined {
  if (ready.second !== second) ready = { second, bytes: 0, envelopes: new Map() };
  const known = ready.envelopes.get(data);
  if (known) return known;
  if (ready.envelopes.size >= MOST_READY || ready.bytes + data.length > MOST_READY_BYTES) return undefined;
  const bytes = Buffer.concat(piecesOf(data));
  ready.envelopes.set(data, bytes);
  ready.bytes += bytes.length;
  return bytes;
}
