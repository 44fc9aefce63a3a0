import type { SpanPlan, Tracer } from '../../domain/shared/tracer.ts';
import { originWithin } from '../../domain/visitors/request-origin.ts';
import type { RiskAssessor, RiskQuestion, RiskVerdict } from '../../domain/visitors/risk-assessor.ts';

const PLAN: SpanPlan = { name: 'risk check', kind: 'client' };

/** A risk check each call of which is a span of its request, also for the service that is called. */
export class TracedRiskAssessor implements RiskAssessor {
  readonly #assessor: RiskAssessor;
  readonly #tracer: Tracer;

  constructor(assessor: RiskAssessor, tracer: Tracer) {
    this.#assessor = assessor;
    this.#tracer = tracer;
  }

  assess(question: RiskQuestion): Promise<RiskVerdict> {
    return this.#tracer.span(PLAN, async (span) => {
      const { origin } = question;
      const within =
        span && origin ? { ...question, origin: originWithin(origin, span.traceparent) } : question;
      const verdict = await this.#assessor.assess(within);
      span?.set({ 'cms.risk.verdict': verdict });
      return verdict;
    });
  }
}
