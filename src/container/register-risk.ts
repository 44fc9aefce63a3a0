import { HttpRiskAssessor } from '../adapters/http/http-risk-assessor.ts';
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
      errorReporter: get(tokens.errorReporter),
      telemetry: get(tokens.metrics).risk,
    });
    get(tokens.disposer).push(() => assessor.close());
    return assessor;
  });
}
