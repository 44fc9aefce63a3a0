import { expect } from 'chai';
import { mediaUrl } from '../../web/src/activity/media.ts';

const PAGE = 'https://h5.example/cms-market/?id=1055';

describe('where a picture is', () => {
  it("is beside the page for the activity's own", () => {
    expect(mediaUrl('media/banner.svg', '1055', PAGE)).to.equal('media/1055/banner.svg');
  });

  it('is spelt safely', () => {
    expect(mediaUrl('media/大奖 1.png', 'a b', PAGE)).to.equal('media/a%20b/%E5%A4%A7%E5%A5%96%201.png');
    expect(mediaUrl('media/a%20b.png', '1055', PAGE)).to.equal('media/1055/a%20b.png');
    expect(mediaUrl('media/50%.png', '1055', PAGE)).to.equal('media/1055/50%25.png');
  });

  it('is where the data says for any other', () => {
    expect(mediaUrl('https://cdn.example/a.png', '1055', PAGE)).to.equal('https://cdn.example/a.png');
    expect(mediaUrl('/cdn/a.png', '1055', PAGE)).to.equal('/cdn/a.png');
  });

  it('names the version, where the server knows one of the file', () => {
    const versions = { 'banner.svg': '0123456789abcdef', '大奖 1.png': 'fedcba9876543210', 'odd.png': 7 };
    const urlOf = (path: string) => mediaUrl(path, '1055', PAGE, versions);
    expect(urlOf(' media/banner.svg')).to.equal('media/1055/banner.svg?v=0123456789abcdef');
    expect(urlOf('media/%E5%A4%A7%E5%A5%96%201.png')).to.equal(
      'media/1055/%E5%A4%A7%E5%A5%96%201.png?v=fedcba9876543210',
    );
    for (const name of ['other.svg', 'odd.png', 'constructor', '__proto__'])
      expect(urlOf(`media/${name}`)).to.equal(`media/1055/${name}`);
    expect(urlOf('/cdn/banner.svg')).to.equal('/cdn/banner.svg');
  });

  for (const path of [
    'media/',
    'media/..',
    'media/../1056/a.svg',
    'media/%2e%2e',
    'media/%2e%2e%2f1056%2fa.svg',
    'media/a/b.svg',
    'media/a\\b.svg',
    'media/a.svg?x',
    'media/a%00.svg',
    'media/\ud800.svg',
    'javascript:alert(1)',
    '',
    undefined,
    null,
    7,
    {},
  ]) {
    it(`is nowhere for ${JSON.stringify(path)}`, () => {
      expect(mediaUrl(path, '1055', PAGE)).to.equal(null);
    });
  }
});
