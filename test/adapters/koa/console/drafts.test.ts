import { expect } from 'chai';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';

const FILE = { dispatch: 'sku', title: '文件里的活动', is_login_user: true, skus: [] };

describe('the drafts of the console', () => {
  let console: ReleaseConsole;

  before(async () => {
    console = await startReleaseConsole({ files: { own: FILE, broken: '{ "title": ' } });
  });
  after(() => console.close());

  const create = async (id: string, template = 'wheel') => {
    const { status, body } = await console.post('/activities', {
      activity_id: id,
      template,
      title: '新活动',
    });
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const draftOf = async (id: string) => (await console.get(`/activities/${id}/draft`)).body;
  const save = (id: string, version: number, text: string, role: 'admin' | 'editor' = 'admin') =>
    console.post(`/activities/${id}/draft`, { version, text }, role);
  const edited = (text: string, change: (data: Record<string, never>) => void) => {
    const data = JSON.parse(text);
    change(data);
    return `${JSON.stringify(data, null, 2)}\n`;
  };

  it('begins an activity from each template, and lists it as a draft', async () => {
    const { body: templates } = await console.get('/templates');
    for (const { template, dispatch, stage } of templates) {
      const draft = await create(`t-${template}`, template);
      expect(draft).to.deep.include({ version: 1, base_no: 0, live_no: 0, managed_by: 'console' });
      expect(draft.findings).to.deep.equal([]);
      expect(draft.summary.title).to.equal('新活动');
      const { body } = await console.get(`/activities?search=t-${template}`);
      expect(body.activities).to.have.length(1);
      expect(body.activities[0]).to.deep.include({ dispatch, stage, phase: 'draft', release: null });
    }
    expect(console.trail.filter(({ action }) => action === 'create')).to.have.length(6);
  });

  it('refuses an id that a draft or a folder has, and one that is none', async () => {
    await create('taken');
    for (const id of ['taken', 'own', 'broken']) {
      const { status, body } = await console.post('/activities', {
        activity_id: id,
        template: 'sku',
        title: 'x',
      });
      expect([status, body.error.code, body.error.detail]).to.deep.equal([
        409,
        'refused',
        { reason: 'exists' },
      ]);
    }
    const bad = await console.post('/activities', { activity_id: '../x', template: 'sku', title: 'x' });
    expect(bad.status).to.equal(400);
  });

  it('opens the file of a folder as a draft of version 0, and answers 404 where there is neither', async () => {
    const draft = await draftOf('own');
    expect(draft).to.deep.include({ version: 0, managed_by: 'files', base_no: 0, by: null, at: null });
    expect(JSON.parse(draft.text)).to.deep.equal(FILE);
    expect((await console.get('/activities/none/draft')).status).to.equal(404);
    expect((await console.get('/activities/none')).status).to.equal(404);
    const broken = await draftOf('broken');
    expect(
      broken.findings.map(({ severity, code }: { severity: string; code: string }) => [severity, code]),
    ).to.deep.equal([['error', 'not_json']]);
    expect(broken.findings[0].remedy.en).to.not.equal('');
    expect(broken.summary).to.equal(null);
  });

  it('saves a text byte for byte, valid or not, and says what is wrong with it in both languages', async () => {
    await create('bytes');
    const text = '{\r\n\t"dispatch": "sku",  "title": "安" ,"skus": 5 }\n\n';
    const { body } = await save('bytes', 1, text);
    expect(body).to.deep.include({ version: 2, text });
    const [finding] = body.findings;
    expect(finding).to.include({ severity: 'error', field: 'skus' });
    expect(finding.zh).to.not.equal(finding.en);
    expect((await draftOf('bytes')).text).to.equal(text);
    const same = await save('bytes', 2, text);
    expect(same.body.version).to.equal(2);
  });

  it('refuses texts that no store can hold, and those that are too long', async () => {
    await create('limits');
    for (const text of ['{"a":"\0"}', '{"a":"\ud800"}']) {
      const { status, body } = await save('limits', 1, text);
      expect([status, body.error.detail?.reason]).to.deep.equal([409, 'unwritable_text']);
    }
    const long = await save('limits', 1, '安'.repeat(400_000));
    expect([long.status, long.body.error.code]).to.deep.equal([413, 'too_large']);
    expect((await draftOf('limits')).version).to.equal(1);
  });

  it('checks a text that is not saved', async () => {
    const { text } = await create('checked');
    const { body } = await console.post('/activities/checked/check', {
      text: edited(text, (data) => Object.assign(data, { prizes: 5 })),
    });
    expect(body.summary).to.equal(null);
    expect((await console.post('/activities/checked/check', { text })).body.summary.title).to.equal('新活动');
    expect((await draftOf('checked')).version).to.equal(1);
  });

  it('merges by field what two people have saved on one draft, and loses nothing', async () => {
    const { text } = await create('two');
    const mine = edited(text, (data) => Object.assign(data, { title: 'mine' }));
    const theirs = edited(text, (data: { prizes?: { name: string }[] }) => {
      (data.prizes as { name: string }[])[0]!.name = 'theirs';
    });
    expect((await save('two', 1, theirs, 'editor')).body.version).to.equal(2);
    const { status, body } = await save('two', 1, mine);
    expect([status, body.error.code]).to.deep.equal([409, 'clash']);
    const { theirs: shown, merged, conflicts } = body.error.detail;
    expect(shown).to.deep.include({ version: 2, text: theirs, by: 'editor' });
    expect(conflicts).to.deep.equal([]);
    const { body: done } = await save('two', shown.version, merged);
    expect(done.version).to.equal(3);
    const data = JSON.parse(done.text);
    expect([data.title, data.prizes[0].name]).to.deep.equal(['mine', 'theirs']);
    // As it is written, line by line.
    expect(done.text).to.equal(mine.replace(JSON.parse(text).prizes[0].name, 'theirs'));
  });

  it('names what two people have both changed, by the path of the prize', async () => {
    const { text } = await create('conflict');
    const withStock = (stock: number) =>
      edited(text, (data: { rules?: { prizes: Record<string, { stock: number }> } }) => {
        data.rules!.prizes['coupon-5']!.stock = stock;
      });
    await save('conflict', 1, withStock(1), 'editor');
    const { body } = await save('conflict', 1, withStock(2));
    expect(body.error.detail.conflicts).to.deep.equal([
      { path: 'rules.prizes.coupon-5.stock', base: '3000', mine: '2', theirs: '1' },
    ]);
    expect(JSON.parse(body.error.detail.merged).rules.prizes['coupon-5'].stock).to.equal(2);
  });

  it('saves one of ten texts at once, and shows the others what was saved', async () => {
    const { text } = await create('ten');
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, no) =>
        save(
          'ten',
          1,
          edited(text, (data) => Object.assign(data, { title: `by ${no}` })),
        ),
      ),
    );
    expect(results.filter(({ status }) => status === 200)).to.have.length(1);
    const { title } = JSON.parse((await draftOf('ten')).text);
    for (const { status, body } of results.filter(({ status }) => status !== 200)) {
      expect(status).to.equal(409);
      expect(JSON.parse(body.error.detail.theirs.text).title).to.equal(title);
    }
  });

  it('discards the version that was shown, and no later one', async () => {
    const { text } = await create('gone');
    await save('gone', 1, `${text} `);
    const discard = (version: number) =>
      console.post('/activities/gone/draft/discard', { version, reason: 'why' });
    expect((await discard(1)).status).to.equal(409);
    expect((await discard(2)).body).to.deep.equal({ discarded: true });
    expect((await draftOf('gone')).error.code).to.equal('not_found');
    expect(console.trail.at(-1)).to.deep.include({
      action: 'discard_draft',
      activityId: 'gone',
      reason: 'why',
    });
    // What somebody still has open is not lost: there is nothing that it could be merged with.
    expect((await save('gone', 2, text)).status).to.equal(404);
  });

  it('duplicates an activity under another id, with fresh dates, to be paused first', async () => {
    await create('source');
    const { status, body } = await console.post('/activities/source/duplicate', {
      to: 'copy',
      title: '又一个',
    });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ activity_id: 'copy', version: 1, starts_paused: true });
    expect(JSON.parse(body.text).title).to.equal('又一个');
    const again = await console.post('/activities/source/duplicate', { to: 'copy' });
    expect(again.body.error.detail.reason).to.equal('exists');
    const broken = await console.post('/activities/broken/duplicate', { to: 'other' });
    expect(broken.body.error.detail.reason).to.equal('has_errors');
  });

  it('describes the fields of a kind', async () => {
    const { body } = await console.get('/kinds/shake');
    expect(body.schema.properties.rules).to.be.an('object');
    const stock = body.fields.find(
      ({ path }: { path: string[] }) => path.join('.') === 'rules.prizes.*.stock',
    );
    expect(stock.zh).to.not.equal('');
    expect((await console.get('/kinds/none')).status).to.equal(404);
  });

  it('pages through all activities', async () => {
    for (let no = 0; no < 55; no++) await create(`page-${no}`, 'sku');
    const first = (await console.get('/activities?search=page-')).body;
    expect(first.activities).to.have.length(50);
    const second = (await console.get(`/activities?search=page-&cursor=${encodeURIComponent(first.next)}`))
      .body;
    expect(second.next).to.equal(null);
    const ids = [...first.activities, ...second.activities].map(
      ({ activity_id }: { activity_id: string }) => activity_id,
    );
    expect(new Set(ids).size).to.equal(55);
  });
});
