import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { lookOf } from '../../web/src/activity/activity-data.ts';
import { safeUrl } from '../../web/src/activity/safe-url.ts';
import { viewStateOf } from '../../web/src/activity/view-state.ts';
import { answered } from '../support/answered.ts';

const ACTIVITIES = fileURLToPath(new URL('../../activities/', import.meta.url));
const SVG_LIMIT_BYTES = 6 * 1024;

interface Written {
  page: { theme: Record<string, string>; login_url?: string };
  is_login_user: boolean;
  dispatch: string;
}

/** Every string in the data, at any depth. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

for (const id of readdirSync(ACTIVITIES)) {
  describe(`the activity ${id}, as the page takes it`, () => {
    const text = readFileSync(`${ACTIVITIES}${id}/data.json`, 'utf8');
    const data = JSON.parse(text) as Written;
    const folder = `${ACTIVITIES}${id}/media`;
    const media = existsSync(folder) ? readdirSync(folder).sort() : [];

    it('is written as every file here', () => {
      expect(text).to.match(/^\{\n {2}"/);
      expect(text.endsWith('}\n')).to.equal(true);
    });

    it('has a screen', () => {
      expect(viewStateOf(answered(0, { data }))).to.have.property('kind', data.dispatch);
    });

    it('names every picture that it has, and has every one that it names', () => {
      const named = stringsOf(data).filter((value) => value.startsWith('media/'));
      expect([...new Set(named)].sort()).to.deep.equal(media.map((file) => `media/${file}`));
    });

    it('has a theme, whose own colours can all be read', () => {
      const { name, ...colours } = data.page.theme;
      const worn = lookOf(data);
      if (name !== undefined) expect(worn.themeName).to.equal(name);
      for (const [property, colour] of Object.entries(colours)) {
        expect(worn.theme).to.have.property(`--${property.replace('_', '-')}`, colour);
      }
    });

    it('says where one logs in, if one must', () => {
      if (data.is_login_user) expect(safeUrl(data.page.login_url, 'https://h5.example/')).to.be.a('string');
    });

    for (const file of media.filter((name) => name.endsWith('.svg'))) {
      it(`draws ${file} small, and by itself`, () => {
        const svg = readFileSync(`${ACTIVITIES}${id}/media/${file}`, 'utf8');
        expect(Buffer.byteLength(svg)).to.be.below(SVG_LIMIT_BYTES);
        expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).to.not.match(
          /<script|<text|<image|<foreignObject|https?:|\son\w+=|url\((?!#)|href="(?!#)/i,
        );
      });
    }
  });
}
