import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { RiskAssessor, RiskQuestion, RiskVerdict } from '../../domain/visitors/risk-assessor.ts';

/** A risk check that allows what the one behind it does not answer for (`RISK_FAIL=open`). */
export class LenientRiskAssessor implements RiskAssessor {
  readonly #assessor: RiskAssessor;
  readonly #errorReporter: ErrorReporter;

  constructor(assessor: RiskAssessor, errorReporter: ErrorReporter) {
    this.#assessor = assessor;
    this.#errorReporter = errorReporter;
  }

  async assess(question: RiskQuestion): Promise<RiskVerdict> {
    try {
      return await this.#assessor.assess(question);
    } catch (error) {
      this.#errorReporter.report('risk check gave no answer, so nothing was refused', error);
      return 'allow';
    }
  }
}
