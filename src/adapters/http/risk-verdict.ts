import { z } from 'zod';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { RiskVerdict } from '../../domain/visitors/risk-assessor.ts';
import type { PostResponse } from './json-post-client.ts';
import { parseJson } from './parse-json.ts';

const answerSchema = z.object({ verdict: z.enum(['allow', 'deny', 'challenge']) });

/** @throws DependencyError for everything but 200 with a verdict: a fault of the check is no verdict */
export function readVerdict({ status, body }: PostResponse): RiskVerdict {
  if (status !== 200) throw new DependencyError('risk check', `HTTP ${status}`);
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyError('risk check', 'no verdict in the answer');
  return answer.data.verdict;
}
