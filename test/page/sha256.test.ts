import { createHash, createHmac } from 'node:crypto';
import { expect } from 'chai';
import { bytesOfHex, hexOf, hmacSha256, sha256, textHash, utf8 } from '../../web/src/fairness/sha256.ts';

const hex = (text: string) => bytesOfHex(text) as Uint8Array;

describe('SHA-256 of the page', () => {
  it('gives the examples of FIPS 180-4', () => {
    expect(textHash('abc')).to.equal('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(textHash('')).to.equal('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(textHash('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).to.equal(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it('agrees with OpenSSL at each length around the ends of blocks', () => {
    for (let length = 0; length < 200; length += 1) {
      const message = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
      expect(hexOf(sha256(message)), `${length}`).to.equal(
        createHash('sha256').update(message).digest('hex'),
      );
    }
    const long = utf8('规则'.repeat(60_000));
    expect(hexOf(sha256(long))).to.equal(createHash('sha256').update(long).digest('hex'));
  });
});

describe('HMAC-SHA256 of the page', () => {
  it('gives the examples of RFC 4231', () => {
    expect(hexOf(hmacSha256(hex('0b'.repeat(20)), utf8('Hi There')))).to.equal(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hexOf(hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?')))).to.equal(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    const longKey = utf8('Test Using Larger Than Block-Size Key - Hash Key First');
    expect(hexOf(hmacSha256(hex('aa'.repeat(131)), longKey))).to.equal(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  it('agrees with OpenSSL', () => {
    for (const key of ['', 'k', 'k'.repeat(64), 'k'.repeat(65)]) {
      expect(hexOf(hmacSha256(utf8(key), utf8('1055:4:bob')))).to.equal(
        createHmac('sha256', key).update('1055:4:bob').digest('hex'),
      );
    }
  });
});

it('hex that is not whole bytes is none', () => {
  for (const text of ['', 'a', 'xx', '0g', ' 00']) expect(bytesOfHex(text), text).to.equal(null);
});
