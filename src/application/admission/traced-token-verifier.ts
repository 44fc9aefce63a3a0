import type { SpanPlan, Tracer } from '../../domain/shared/tracer.ts';
import { originWithin, type RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';

/** A verifier whose work is a span of the request that needs it, also for the service that it calls. */
export class TracedTokenVerifier implements TokenVerifier {
  readonly #verifier: TokenVerifier;
  readonly #tracer: Tracer;
  readonly #plan: SpanPlan;

  /** @param asksIssuer whether it calls another service, and does not look at the token alone */
  constructor(verifier: TokenVerifier, tracer: Tracer, asksIssuer: boolean) {
    this.#verifier = verifier;
    this.#tracer = tracer;
    this.#plan = asksIssuer ? { name: 'passport', kind: 'client' } : { name: 'token', kind: 'internal' };
  }

  verify(token: string, origin?: RequestOrigin, known?: boolean): Promise<VerificationResult> {
    return this.#tracer.span(this.#plan, async (span) => {
      const within = span && origin ? originWithin(origin, span.traceparent) : origin;
      const result = await this.#verifier.verify(token, within, known);
      span?.set({ 'cms.passport.result': result.kind });
      return result;
    });
  }
}
