import { expect } from 'chai';
import { readTraceparent, traceparent } from '../../../src/domain/visitors/request-origin.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceparent', () => {
  it('is read', () => {
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).to.deep.equal({ id: TRACE, flags: '01' });
  });

  it('of a later version is read as far as it is known', () => {
    expect(readTraceparent(`cc-${TRACE}-${SPAN}-00-what-comes-later`)).to.deep.equal({
      id: TRACE,
      flags: '00',
    });
  });

  const malformed = {
    'is empty': '',
    'has a version that is none': `ff-${TRACE}-${SPAN}-01`,
    'has more than its version allows': `00-${TRACE}-${SPAN}-01-more`,
    'has a trace id of zeros': `00-${'0'.repeat(32)}-${SPAN}-01`,
    'has a parent id of zeros': `00-${TRACE}-${'0'.repeat(16)}-01`,
    'is in upper case': `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    'is cut short': `00-${TRACE}-${SPAN}`,
    'has text around it': ` 00-${TRACE}-${SPAN}-01\n`,
  };
  for (const [what, text] of Object.entries(malformed)) {
    it(`counts as none where it ${what}`, () => {
      expect(readTraceparent(text)).to.equal(null);
    });
  }

  it('of a call within a trace can be read again', () => {
    const trace = { id: TRACE, flags: '01' };
    expect(readTraceparent(traceparent(trace, SPAN))).to.deep.equal(trace);
  });
});
