import { expect } from 'chai';
import fc from 'fast-check';
import { parseJsonText } from '../../../src/adapters/filesystem/parse-json-file.ts';
import { JsoncTexts } from '../../../src/adapters/jsonc/jsonc-texts.ts';
import { SqlConsoleDrafts } from '../../../src/adapters/sql/records/sql-console-drafts.ts';
import { DraftDesk, isBaseOlder } from '../../../src/application/releases/draft-desk.ts';
import { DraftOrigins } from '../../../src/application/releases/draft-origins.ts';
import { KEPT_VERSIONS } from '../../../src/domain/releases/console-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

const NOW = 1_790_000_000_000;

const texts = new JsoncTexts((text) => {
  const reading = parseJsonText(text);
  return reading.ok ? { value: reading.data } : null;
});

const FIELDS = ['title', 'subtitle', 'first', 'second'] as const;
type Field = (typeof FIELDS)[number];

/* Two prizes of a list, and two texts. */
const written = (values: Readonly<Record<Field, string>>, order: readonly string[] = ['1', '2']) => {
  const prizes = order.map((id) => ({ id, name: id === '1' ? values.first : values.second }));
  return JSON.stringify({ title: values.title, page: { subtitle: values.subtitle }, prizes }, null, 2);
};
const valuesIn = (text: string): Record<Field, string> => {
  const { title, page, prizes } = JSON.parse(text);
  const nameOf = (id: string) => prizes.find((prize: { id: string }) => prize.id === id).name;
  return { title, subtitle: page.subtitle, first: nameOf('1'), second: nameOf('2') };
};

describe('DraftDesk', () => {
  let world: World;
  let desk: DraftDesk;

  before(async () => {
    world = await openWorld({ now: () => NOW });
    const { store, pictures } = world;
    const folders = { ids: async () => [], has: () => false, read: () => undefined };
    const folderPictures = { pictures: async () => [] };
    const origins = new DraftOrigins({ store, pictures, folders, folderPictures });
    const drafts = new SqlConsoleDrafts(world.records);
    desk = new DraftDesk({ drafts, store, folders, origins, texts, clock: { now: () => NOW } });
  });
  after(() => world.close());

  const begin = (activityId: string, text: string) =>
    desk.begin('ann', { activityId, text, pictures: {}, startsPaused: false });

  it('lets nobody who saves change what they did not edit, whoever else saves in between', async () => {
    let runs = 0;
    const step = fc.record({
      who: fc.constantFrom(0, 1, 2),
      does: fc.constantFrom('edits', 'saves', 'opens'),
      field: fc.constantFrom(...FIELDS),
    });
    const check = async (steps: readonly { who: number; does: string; field: Field }[]) => {
      const activityId = `p${++runs}`;
      const first = written({ title: '0', subtitle: '0', first: '0', second: '0' });
      await begin(activityId, first);
      const people = Array.from({ length: 3 }, () => ({ version: 1, text: first, edited: new Set<Field>() }));
      let stored = first;
      for (const [no, { who, does, field }] of steps.entries()) {
        const person = people[who] as (typeof people)[number];
        if (does === 'edits') {
          person.text = written(
            { ...valuesIn(person.text), [field]: `${no}` },
            no % 2 ? ['1', '2'] : ['2', '1'],
          );
          person.edited.add(field);
          continue;
        }
        if (does === 'opens' && person.edited.size > 0) continue;
        let result = await desk.save(`${who}`, { activityId, version: person.version, text: person.text });
        if (result.kind === 'clash') {
          // Both edits, with one's own where they conflict.
          const merged = { activityId, version: result.theirs.version, text: result.text ?? '' };
          result = await desk.save(`${who}`, merged);
        }
        if (result.kind !== 'saved') throw new Error(result.kind);
        const [before, after] = [valuesIn(stored), valuesIn(result.draft.text)];
        for (const each of FIELDS) {
          if (before[each] !== after[each]) expect([...person.edited], `step ${no}`).to.include(each);
          if (person.edited.has(each))
            expect(after[each], `step ${no}`).to.equal(valuesIn(person.text)[each]);
        }
        stored = result.draft.text;
        people[who] = { version: result.draft.version, text: stored, edited: new Set() };
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), check), { numRuns: 60 });
  });

  it('merges with what everyone has where two begin from that', async () => {
    await world.publish('live', 'one', { by: 'console' });
    const edited = (more: object) => textOf('one', more);
    const first = await desk.save('ann', { activityId: 'live', version: 0, text: edited({ a: 1 }) });
    expect(first.kind).to.equal('saved');
    const second = await desk.save('bob', { activityId: 'live', version: 0, text: edited({ b: 2 }) });
    if (second.kind !== 'clash') throw new Error(second.kind);
    expect(second.conflicts).to.deep.equal([]);
    expect(JSON.parse(second.text ?? '')).to.deep.include({ a: 1, b: 2 });
  });

  it('merges with what was published when the draft was published meanwhile', async () => {
    await world.publish('done', 'one', { by: 'console' });
    await desk.save('ann', { activityId: 'done', version: 0, text: textOf('two') });
    const mine = textOf('two', { mine: 1 });
    await world.publish('done', 'two', { by: 'console' });
    await desk.discard({ activityId: 'done', version: 1 });
    const result = await desk.save('bob', { activityId: 'done', version: 1, text: mine });
    expect(result.kind).to.equal('saved');
    const opened = await desk.open('done');
    expect(opened?.text).to.equal(mine);
    expect(opened && isBaseOlder(opened)).to.equal(false);
  });

  it('names all that differs where the common base is not kept any more', async () => {
    const first = written({ title: '0', subtitle: '0', first: '0', second: '0' });
    await begin('old', first);
    for (let version = 1; version <= KEPT_VERSIONS; version++) {
      const text = first.replace('"title": "0"', `"title": "${version}"`);
      expect((await desk.save('ann', { activityId: 'old', version, text })).kind).to.equal('saved');
    }
    const mine = first.replace('"subtitle": "0"', '"subtitle": "mine"');
    const result = await desk.save('bob', { activityId: 'old', version: 1, text: mine });
    if (result.kind !== 'clash') throw new Error(result.kind);
    expect(result.conflicts.map(({ path }) => path)).to.deep.equal(['title', 'page.subtitle']);
  });

  it('merges nothing that is no JSON, and loses neither text', async () => {
    await begin('torn', '{"a":1}');
    await desk.save('ann', { activityId: 'torn', version: 1, text: '{"a":' });
    const result = await desk.save('bob', { activityId: 'torn', version: 1, text: '{"a":2}' });
    expect(result).to.deep.include({ kind: 'clash', text: null, conflicts: [] });
    expect((await desk.open('torn'))?.text).to.equal('{"a":');
  });
});
