import type { RiskAssessor, RiskQuestion, RiskVerdict } from '../../domain/visitors/risk-assessor.ts';

/** The risk check of one draw: asked at most once, however often the draw is tried. */
export class DrawRisk {
  readonly #assessor: RiskAssessor;
  readonly #question: RiskQuestion;
  #verdict: Promise<RiskVerdict> | undefined;
  /** Whether the account was read, so that it is known whether this draw is recorded already. */
  isAccountRead = false;

  constructor(assessor: RiskAssessor, question: RiskQuestion) {
    this.#assessor = assessor;
    this.#question = question;
  }

  /** @throws DependencyError if the check does not answer, and that counts */
  verdict(): Promise<RiskVerdict> {
    this.#verdict ??= this.#assessor.assess(this.#question);
    return this.#verdict;
  }
}
