import { expect } from 'chai';
import { attemptKeys } from '../../../src/application/operators/attempt-keys.ts';

const networkOf = (address: string) => attemptKeys('x', address)[1]?.digest;

describe('attemptKeys', () => {
  it('count a network of IPv6 as one address, however it is written', () => {
    const same = ['2001:db8::1', '2001:db8:0:0:ffff::', '2001:0DB8:0:0:1:2:3:4', '2001:db8::%eth0'];
    expect(new Set(same.map(networkOf))).to.have.length(1);
    expect(networkOf('2001:db8:0:1::1')).not.to.equal(networkOf('2001:db8::1'));
  });

  it('tell the addresses of IPv4 apart, and count each as one, however it is written', () => {
    const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '::1', ''];
    expect(new Set(all.map(networkOf))).to.have.length(all.length);
    const same = ['10.0.0.1', '::ffff:10.0.0.1', '::FFFF:a00:1', '0:0:0:0:0:ffff:10.0.0.1'];
    expect(new Set(same.map(networkOf))).to.have.length(1);
  });

  it('name nobody', () => {
    expect(JSON.stringify(attemptKeys('my password', '10.0.0.1'))).not.to.match(/my password|10\.0/);
  });
});
