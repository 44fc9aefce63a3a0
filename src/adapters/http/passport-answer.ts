import { z } from 'zod';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { userOfRecord } from '../../domain/visitors/user.ts';
import type { PassportResponse } from './passport-client.ts';
import type { Refusal } from './recent-refusals.ts';

export type PassportAnswer = VerificationResult | Refusal;

const answerSchema = z.looseObject({ ret: z.int(), data: z.unknown().optional() });

/** @throws DependencyError if the response is a fault of the passport */
export function readAnswer({ status, body }: PassportResponse): PassportAnswer {
  if (status === 401 || status === 403) return { kind: 'refused' };
  if (isAboutRequest(status)) return { kind: 'not_taken', status };
  if (status !== 200) throw httpFault(status);
  return readBody(body);
}

export function httpFault(status: number): DependencyError {
  return new DependencyError('passport', `answered with HTTP ${status}`);
}

/*
 * A 4xx concerns the request, so it must not open the breaker: anyone can send tokens that a passport rejects. With
 * 408 and 429 the passport reports that it is overloaded.
 */
function isAboutRequest(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function readBody(body: string): VerificationResult {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyError('passport', 'answered something else than {"ret", "data"}');
  if (answer.data.ret !== 0) return { kind: 'refused' };
  const user = userOfRecord(answer.data.data);
  if (user) return { kind: 'user', user };
  throw new DependencyError(
    'passport',
    'answered ret 0 without a usable uid (a text, or an integer up to 2^53)',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
