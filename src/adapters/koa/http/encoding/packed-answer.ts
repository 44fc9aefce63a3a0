import type { IncomingMessage } from 'node:http';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import { packHead } from './packed-head.ts';
import { PackedHeads } from './packed-heads.ts';
import { withRest } from './with-rest.ts';

/** Shorter answers fit into one packet as they are. */
export const LEAST_PACKED_BYTES = 1024;

export interface PackedAnswer {
  readonly encoding: Encoding;
  readonly pieces: readonly [Uint8Array, Uint8Array];
}

const heads = new PackedHeads({ pack: packHead, mostWaiting: 64 });

/**
 * The answer `head + common + rest` as the client accepts it. What many visitors are sent is compressed once; the rest
 * is one visitor's, and is appended uncompressed: compressing a list of 50 wins takes as long as a whole answer (ADR 21).
 * @param head as `PackedHeads` takes it, and `common`, too
 * @returns `undefined` if the answer is to be sent as it is
 */
export function packedAnswer(
  request: IncomingMessage,
  head: Uint8Array,
  common: Uint8Array,
  rest: Uint8Array | string,
): PackedAnswer | undefined {
  const encoding = acceptedEncoding(request);
  const packed = encoding && heads.get(encoding, head, common);
  return packed ? { encoding, pieces: [packed.bytes, withRest(packed, Buffer.from(rest))] } : undefined;
}
