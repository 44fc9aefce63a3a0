import type { MaybePromise } from '../../application/shared/maybe-promise.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import type { PostResponse } from './json-post-client.ts';
import type { Refusal } from './recent-refusals.ts';

export type PassportAnswer = VerificationResult | Refusal;

export interface TokenRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is said to a server that verifies tokens, and what its answers mean. */
export interface TokenWire {
  request(token: string): MaybePromise<TokenRequest>;
  /** @throws DependencyError if the response is a fault of the server, or of what it was sent beside the token */
  read(response: PostResponse): PassportAnswer;
}

export function httpFault(status: number): DependencyError {
  return new DependencyError('passport', `answered with HTTP ${status}`);
}

/**
 * A 4xx concerns the request, so it must not open the breaker: anyone can send tokens that a passport rejects. With
 * 408 and 429 the passport reports that it is overloaded.
 */
export function isAboutRequest(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
