import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { activityPages } from '../../../../src/adapters/koa/public/activity-pages.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';
import type { Activity } from '../../../../src/domain/activities/activity.ts';
import type { ServedFile } from '../../../../src/domain/shared/served-file.ts';
import { activityOf } from '../../../support/activity-of.ts';

const HTML = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta name="theme-color" content="#fdf3ee" />
    <title>活动</title>
    <meta name="description" content="general" />
  </head>
  <body></body>
</html>
`;
const SHOP = 'https://shop.example';
const PARTS: Readonly<Record<string, readonly [script: string, style: string]>> = {
  'stages/red-packet/RedPacketStage.vue': ['assets/red.js', 'assets/red.css'],
  'stages/shake/ShakeStage.vue': ['assets/shake.js', 'assets/shake.css'],
  'chances/EarnChances.vue': ['assets/earn.js', 'assets/earn.css'],
  'theme/spring/SpringScene.vue': ['assets/spring.js', 'assets/red.css'],
};
const page = {
  index: { bytes: Buffer.from(HTML), type: 'text/html', version: 'general' },
  part: (source: string) => {
    const [script, style] = PARTS[source] ?? [];
    return { scripts: script ? [script] : [], styles: style ? [style] : [] };
  },
};

describe('the page of an activity', () => {
  let pageOf: (activity: Activity, origin: string) => ServedFile;
  const textOf = (activity: Activity, origin = SHOP) =>
    Buffer.from(pageOf(activity, origin).bytes).toString();
  const sku = (data: Record<string, unknown>) => activityOf({ dispatch: 'sku', ...data }, 'a1');
  const shake = (data: Record<string, unknown>) =>
    activityOf({ dispatch: 'shake', is_login_user: true, prizes: [], rules: { prizes: {} }, ...data }, 'a1');

  beforeEach(() => {
    pageOf = activityPages({ page, kinds, basePath: '/cms-market' });
  });

  it('says what the activity is, in place of what every page says', () => {
    const text = textOf(
      sku({
        title: '鲜货直降',
        page: {
          ...{ subtitle: '当日采摘', banner: 'media/b.png', language: 'zh-TW' },
          theme: { name: 'summer', background: '#012345' },
        },
      }),
    );
    for (const part of [
      '<html lang="zh-TW" data-theme="summer">',
      '<title>鲜货直降</title>',
      '<meta name="description" content="当日采摘" />',
      '<meta name="theme-color" content="#012345" />',
      '<meta property="og:type" content="website" />',
      '<meta property="og:title" content="鲜货直降" />',
      '<meta property="og:description" content="当日采摘" />',
      '<meta property="og:url" content="https://shop.example/cms-market/?id=a1" />',
      '<meta property="og:image" content="https://shop.example/cms-market/media/a1/b.png" />',
    ]) {
      expect(text.split(part), part).to.have.length(2);
    }
    expect(text).not.to.include('活动').and.not.to.include('general').and.not.to.include('#fdf3ee');
  });

  it('is the general one where the activity says nothing', () => {
    const text = textOf(sku({}));
    expect(text).to.include('<title>活动</title>').and.to.include('content="general"');
    expect(text).to.include('#fdf3ee').and.not.to.include('og:title').and.not.to.include('og:image');
  });

  it('is text and nothing else, whatever is written there', () => {
    const attack = `"'></title></head><script src=//evil.example></script>$&$\`$1`;
    const text = textOf(
      sku({ title: attack, page: { subtitle: attack, banner: `https://a.example/"${attack}` } }),
    );
    expect(text).not.to.include('<script').and.not.to.include("'>");
    expect(text.match(/<\/title>|<\/head>/g)).to.deep.equal(['</title>', '</head>']);
    expect(text).to.include('&lt;/title&gt;').and.to.include('$&amp;$`$1');
  });

  it('names no address where the client names no host', () => {
    const text = textOf(sku({ title: 'x', page: { banner: 'media/b.png' } }), '');
    expect(text).not.to.include('og:url').and.not.to.include('og:image');
    const elsewhere = textOf(sku({ page: { banner: 'https://cdn.example/b.png' } }), '');
    expect(elsewhere).to.include('content="https://cdn.example/b.png"');
  });

  it('names the files of the stage and of the theme once, and only those that were built', () => {
    const red = textOf(shake({ page: { stage: 'red_packet', theme: { name: 'spring' } } }));
    expect(red.match(/<link [^>]*>/g)).to.deep.equal([
      '<link rel="modulepreload" crossorigin href="./assets/red.js">',
      '<link rel="modulepreload" crossorigin href="./assets/spring.js">',
      '<link rel="stylesheet" crossorigin href="./assets/red.css">',
    ]);
    const member = { name: 'member' };
    expect(textOf(shake({ page: { stage: 'wheel', theme: member } }))).not.to.include('<link');
    expect(textOf(sku({ page: { stage: 'red_packet', theme: member } }))).not.to.include('<link');
  });

  it('names those that the page takes where the activity names none that it knows', () => {
    for (const stage of [undefined, 'other', '../x', 7, '"'])
      expect(textOf(shake({ page: { stage } })))
        .to.include('./assets/shake.js')
        .and.to.include('./assets/spring.js')
        .and.to.include('data-theme="spring"');
    expect(textOf(shake({ page: { theme: { primary: '#123456' } } })))
      .to.include('data-theme="minimal"')
      .and.not.to.include('spring');
  });

  it('names the file of the ways to a chance where there are some', () => {
    const [none, some] = [{ per_day: 1 }, { per_day: 1, earn: { share: { per_day: 1 } } }].map((chances) =>
      textOf(shake({ rules: { prizes: {}, chances } })),
    );
    expect(none).not.to.include('earn.');
    expect(some).to.include('./assets/earn.js').and.to.include('./assets/earn.css');
  });

  it('is made once for an activity and each of the last origins, and compressed at the second time', () => {
    const [one, other] = [sku({ title: 'one' }), sku({ title: 'other' })];
    expect(pageOf(one, SHOP)).not.to.have.any.keys('gzip', 'brotli');
    const first = pageOf(one, SHOP);
    expect(gunzipSync(first.gzip ?? '').toString()).to.equal(Buffer.from(first.bytes).toString());
    expect(pageOf(one, SHOP)).to.equal(first);
    expect(pageOf(other, SHOP).version).not.to.equal(first.version);
    expect(pageOf(one, 'https://evil.example').version).not.to.equal(first.version);
    expect(pageOf(one, SHOP)).to.equal(first);
    for (const n of [1, 2, 3]) pageOf(one, `https://evil-${n}.example`);
    expect(pageOf(one, SHOP)).to.equal(first);
    for (const n of [4, 5, 6, 7]) pageOf(one, `https://evil-${n}.example`);
    expect(pageOf(one, SHOP)).not.to.equal(first);
    expect(pageOf(one, SHOP).version).to.equal(first.version);
  });
});
