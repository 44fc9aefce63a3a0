import { HttpRiskAssessor } from '../adapters/http/http-risk-assessor.ts';
import { LenientRiskAssessor } from '../application/admission/lenient-risk-assessor.ts';
import { TracedRiskAssessor } from '../application/admission/traced-risk-assessor.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** The risk check before a draw and a claim; where none is set, nothing of it is called. */
export function registerRisk(registry: Registry): void {
  registry.factory(tokens.riskAssessor, (get) => {
    const { risk } = get(tokens.settings);
    if (!risk) return null;
    const assessor = new HttpRiskAssessor({
      ...risk,
      entropy: get(tokens.entropy),
      telemetry: get(tokens.metrics).risk,
    });
    get(tokens.disposer).push(() => assessor.close());
    const tracing = get(tokens.tracing);
    const traced = tracing ? new TracedRiskAssessor(assessor, tracing.tracer) : assessor;
    return risk.fail === 'open' ? new LenientRiskAssessor(traced, get(tokens.errorReporter)) : traced;
  });
}
