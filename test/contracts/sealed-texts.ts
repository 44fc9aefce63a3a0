import { expect } from 'chai';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { SealedKind, SealedText, SealedTexts } from '../../src/domain/deliveries/sealed-texts.ts';
import { addForm } from '../support/delivery-rows.ts';

/** What every store of sealed texts does. */
export function behavesAsSealedTexts(
  open: () => Promise<{ records: RecordDatabase; texts: SealedTexts }>,
): void {
  let records: RecordDatabase;
  let texts: SealedTexts;
  beforeEach(async () => {
    ({ records, texts } = await open());
  });
  afterEach(() => records.close());

  async function others(kind: SealedKind, keyId: string): Promise<SealedText[]> {
    const found: SealedText[] = [];
    for await (const page of texts.sealedWithOthers(kind, keyId)) found.push(...page);
    return found;
  }
  const addCodes = (count: number, code: (unit: number) => string) =>
    records.db
      .insertInto('codes')
      .values(
        Array.from({ length: count }, (_, no) => ({
          ...{ activity_id: 'lucky', prize_id: 'pass', unit: no + 1, code: code(no + 1) },
          ...{ digest: `${no}`, draw_id: null },
        })),
      )
      .execute();
  const addSeed = (no: number, secret: string, revealed_at: number | null = null) =>
    records.db
      .insertInto('archive_seeds')
      .values({ activity_id: 'lucky', no, secret, revealed_at })
      .execute();

  it('counts the texts of each key, and no seed that is revealed', async () => {
    await addCodes(5, (unit) => (unit === 1 ? 'k10.a' : 'k1.a'));
    await addForm(records, 'd1', 'k1.form');
    await addSeed(1, 'ab'.repeat(32), 5);
    await addSeed(2, 'k1.seed');
    expect(await texts.uses()).to.have.deep.members([
      { keyId: 'k1', kind: 'code', count: 4 },
      { keyId: 'k10', kind: 'code', count: 1 },
      { keyId: 'k1', kind: 'form', count: 1 },
      { keyId: 'k1', kind: 'seed', count: 1 },
    ]);
  });

  it('finds what other keys have sealed, with its place', async () => {
    await addCodes(3, (unit) => (unit === 2 ? 'k2.b' : `k1.a${unit}`));
    await addForm(records, 'd1', 'k1.form');
    await addSeed(1, 'ab'.repeat(32), 5);
    await addSeed(2, 'k1.seed');
    expect(await others('code', 'k2')).to.deep.equal([
      { row: ['lucky', 'pass', 1], place: 'code:lucky:pass:1', sealed: 'k1.a1' },
      { row: ['lucky', 'pass', 3], place: 'code:lucky:pass:3', sealed: 'k1.a3' },
    ]);
    expect(await others('form', 'k2')).to.deep.equal([
      { row: ['lucky', 'd1'], place: 'form:lucky:d1', sealed: 'k1.form' },
    ]);
    expect(await others('seed', 'k2')).to.deep.equal([
      { row: ['lucky', 2], place: 'seed:lucky:2', sealed: 'k1.seed' },
    ]);
    expect(await others('form', 'k1')).to.deep.equal([]);
  });

  it('finds each of many once, while they are replaced', async () => {
    await addCodes(1777, (unit) => `k1.${unit}`);
    let replaced = 0;
    const seen: SealedText[] = [];
    for await (const page of texts.sealedWithOthers('code', 'k2')) {
      seen.push(...page);
      replaced += await texts.replace(
        'code',
        page.map((text) => ({ ...text, resealed: text.sealed.replace('k1', 'k2') })),
      );
    }
    expect([replaced, new Set(seen.map(({ place }) => place)).size]).to.deep.equal([1777, 1777]);
    expect(await texts.uses()).to.deep.equal([{ keyId: 'k2', kind: 'code', count: 1777 }]);
    const { code } = await records.db
      .selectFrom('codes')
      .select('code')
      .where('unit', '=', 1234)
      .executeTakeFirstOrThrow();
    expect(code).to.equal('k2.1234');
  });

  it('leaves a text that was changed since it was read', async () => {
    await addForm(records, 'd1', 'k1.old');
    await addForm(records, 'd2', 'k1.same');
    const found = await others('form', 'k2');
    await records.db.updateTable('forms').set({ form: 'k1.new' }).where('draw_id', '=', 'd1').execute();
    const resealed = found.map((text) => ({ ...text, resealed: 'k2.x' }));
    expect(await texts.replace('form', resealed)).to.equal(1);
    expect((await others('form', 'k2')).map(({ sealed }) => sealed)).to.deep.equal(['k1.new']);
    expect(await texts.replace('form', [])).to.equal(0);
  });
}
