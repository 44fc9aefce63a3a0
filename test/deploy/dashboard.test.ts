import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

describe('the dashboard', () => {
  let dashboard: { panels: Panel[]; templating: { list: { name: string; type: string }[] } };
  before(async () => {
    dashboard = JSON.parse(await readFile('deploy/grafana/dashboard.json', 'utf8'));
  });

  it('asks the data source that is chosen, whatever it is called', () => {
    expect(dashboard.templating.list[0]).to.include({ name: 'datasource', type: 'datasource' });
    const asking = dashboard.panels.filter(({ type }) => type !== 'row');
    expect(asking).to.have.length.above(20);
    for (const { title, datasource } of asking) expect(datasource?.uid, title).to.match(/^\$\{datasource\}$/);
  });

  it('has a row for each thing to watch', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).to.deep.equal([
      ...[
        'Traffic',
        'Refusals',
        'Sessions and passport',
        'Redis',
        'Draws and stock',
        'Releases',
        'Deliveries',
        'Process',
      ],
    ]);
  });

  it('has no two panels of one id, or in one place', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id))).to.have.length(dashboard.panels.length);
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).to.be.at.most(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x}:${y}`), title).to.equal(false);
          taken.add(`${x}:${y}`);
        }
      }
    }
  });
});
