import { readTraceparent, traceparent } from '../../domain/visitors/request-origin.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';

/* By W3C Trace Context. */
const SPAN_ID_DIGITS = 16;

/** The id of the span of a draw's relay: any process can name it as the parent of what follows. */
export function relaySpanId(drawId: string): string {
  return sha256Hex(`relay ${drawId}`).slice(0, SPAN_ID_DIGITS);
}

/** @param commit the `traceparent` of the draw's commit @returns the one of its relay; `null` if it is not well formed */
export function relaySpan(commit: string, drawId: string): string | null {
  const trace = readTraceparent(commit);
  return trace && traceparent(trace, relaySpanId(drawId));
}
