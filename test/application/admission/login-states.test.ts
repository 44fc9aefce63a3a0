import { expect } from 'chai';
import { LOGIN_SECONDS, LoginStates } from '../../../src/application/admission/login-states.ts';

const HERE = '/cms-market/?id=1055';

describe('LoginStates', () => {
  let now: number;
  let counter: number;
  const clock = { now: () => now };
  const entropy = { hex: (bytes: number) => `${counter++}`.padStart(bytes * 2, '0') };
  const states = (key = 'a key') => new LoginStates({ key: Buffer.from(key), clock, entropy });

  beforeEach(() => {
    now = Date.UTC(2026, 10, 11);
    counter = 0;
  });

  it('takes a login once, in each process that has the key', () => {
    const one = states();
    const begun = one.begin(HERE);
    expect(begun.state).to.match(/^[0-9a-f]{32}$/);
    expect(begun.proof).not.to.include(begun.state);
    expect(states().use(begun, HERE)).to.equal(true);
    expect([one.use(begun, HERE), one.use(begun, HERE)]).to.deep.equal([true, false]);
  });

  it('takes a login again of which nothing came', () => {
    const one = states();
    const begun = one.begin(HERE);
    expect(one.use(begun, HERE)).to.equal(true);
    one.release(begun);
    expect(one.use(begun, HERE)).to.equal(true);
  });

  it('takes several that are under way at once, in any order', () => {
    const one = states();
    const [first, second] = [one.begin(HERE), one.begin('/cms-market/?id=2')];
    expect(one.use(second, '/cms-market/?id=2')).to.equal(true);
    expect(one.use(first, HERE)).to.equal(true);
  });

  it('takes none after ten minutes', () => {
    const begun = states().begin(HERE);
    now += LOGIN_SECONDS * 1000;
    expect(states().use(begun, HERE)).to.equal(true);
    now += 1000;
    expect(states().use(begun, HERE)).to.equal(false);
  });

  it('takes none that was changed in any part, or is of another key', () => {
    const one = states();
    const begun = one.begin(HERE);
    const [time = '', mac = ''] = begun.proof.split('.');
    const later = (Number.parseInt(time, 36) + 1).toString(36);
    const changed = [
      { ...begun, state: one.begin(HERE).state },
      { ...begun, proof: one.begin(HERE).proof },
      { ...begun, proof: `${later}.${mac}` },
      { ...begun, proof: `${time}.${mac.slice(1)}` },
      { ...begun, proof: `${time}.` },
      { ...begun, proof: `.${mac}` },
      { ...begun, proof: '' },
      { ...begun, proof: 'é'.repeat(60) },
      { ...begun, state: '' },
    ];
    for (const login of changed) expect(one.use(login, HERE), JSON.stringify(login)).to.equal(false);
    expect(one.use(begun, '/cms-market/?id=2')).to.equal(false);
    expect(states('another key').use(begun, HERE)).to.equal(false);
    expect(one.use(begun, HERE)).to.equal(true);
  });
});
