import { expect } from 'chai';
import { networkOf } from '../../../src/domain/shared/network.ts';

describe('networkOf', () => {
  for (const [address, network] of Object.entries({
    '192.0.2.7': '192.0.2.7',
    '::ffff:192.0.2.7': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:DB8:1:2::1': '2001:db8:1:2::/64',
    '2001:0db8:0001:0002::1': '2001:db8:1:2::/64',
    '2001:db8::7': '2001:db8:0:0::/64',
    '2001:db8::': '2001:db8:0:0::/64',
    '2001::1:2:3:4:5:6': '2001:0:1:2::/64',
    '::ffff:c000:207': '192.0.2.7',
    'fe80::7%eth0': 'fe80:0:0:0::/64',
    'no address: at all': 'no address: at all',
    '::1': '0:0:0:0::/64',
    '': '',
  })) {
    it(`returns ${network || 'an empty text'} for ${address || 'an empty text'}`, () => {
      expect(networkOf(address)).to.equal(network);
    });
  }
});
