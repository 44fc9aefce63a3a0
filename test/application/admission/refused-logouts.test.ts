import { expect } from 'chai';
import { RefusedLogouts } from '../../../src/application/admission/refused-logouts.ts';

describe('RefusedLogouts', () => {
  it('says each reason once a minute, whatever else is refused', () => {
    const reports: [string, unknown][] = [];
    let elapsed = 0;
    const errorReporter = { report: (fault: string, error: unknown) => void reports.push([fault, error]) };
    const refused = new RefusedLogouts(errorReporter, { elapsed: () => elapsed });
    for (let time = 0; time < 1000; time++) refused.report('form');
    refused.report('audience');
    elapsed = 59_999;
    refused.report('form');
    expect(reports).to.deep.equal([
      ['a logout token was refused: form', 'no logout_token in a form, or it is no signed JWT for a logout'],
      ['a logout token was refused: audience', 'aud has no LOGOUT_AUDIENCE'],
    ]);
    elapsed = 60_000;
    refused.report('form');
    expect(reports).to.have.length(3);
  });
});
