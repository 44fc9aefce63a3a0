import { expect } from 'chai';
import { PageParts } from '../../../src/adapters/filesystem/page-parts.ts';

const manifest = {
  'index.html': {
    ...{ file: 'assets/index-1.js', src: 'index.html', isEntry: true, css: ['assets/index-1.css'] },
    imports: ['_vendor-1.js'],
    dynamicImports: ['src/stages/wheel/WheelStage.vue'],
  },
  '_vendor-1.js': { file: 'assets/vendor-1.js' },
  '_canvas-1.js': {
    file: 'assets/canvas-1.js',
    imports: ['_vendor-1.js', '_loop-1.js'],
    css: ['assets/c.css'],
  },
  '_loop-1.js': { file: 'assets/loop-1.js', imports: ['_canvas-1.js'] },
  'src/stages/wheel/WheelStage.vue': {
    ...{ file: 'assets/WheelStage-1.js', isDynamicEntry: true, css: ['assets/w.css', 'assets/c.css'] },
    imports: ['index.html', '_canvas-1.js'],
  },
  'src/theme/odd/OddScene.vue': { file: 'https://evil.example/a.js', css: 7 },
};
const partsOf = (data: unknown) => new PageParts(Buffer.from(JSON.stringify(data)), 'index.html');
const NOTHING = { scripts: [], styles: [] };

describe('PageParts', () => {
  it('has what a part needs beyond what the page loads at once, each once', () => {
    expect(partsOf(manifest).part('stages/wheel/WheelStage.vue')).to.deep.equal({
      scripts: ['assets/WheelStage-1.js', 'assets/canvas-1.js', 'assets/loop-1.js'],
      styles: ['assets/w.css', 'assets/c.css'],
    });
  });

  it('has nothing for what was not built, and for whole names alone', () => {
    for (const source of [
      'stages/grid/GridStage.vue',
      'WheelStag',
      'heel/WheelStage.vue',
      '',
      'theme/odd/OddScene.vue',
    ])
      expect(partsOf(manifest).part(source), source).to.deep.equal(NOTHING);
  });

  it('has nothing where there is no manifest, or one that is none', () => {
    expect(new PageParts(null, 'index.html').part('stages/wheel/WheelStage.vue')).to.deep.equal(NOTHING);
    for (const data of [null, [], 'x', { a: null }, { 'src/a/A.vue': { file: 'assets/a.js', imports: [7] } }])
      expect(partsOf(data).part('stages/wheel/WheelStage.vue')).to.deep.equal(NOTHING);
    expect(new PageParts(Buffer.from('{'), 'index.html').part('a')).to.deep.equal(NOTHING);
  });
});
