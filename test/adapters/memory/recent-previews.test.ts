import { expect } from 'chai';
import { RecentPreviews } from '../../../src/adapters/memory/recent-previews.ts';
import type { Preview } from '../../../src/application/authoring/previews/preview-desk.ts';

const MIB = 1024 * 1024;
const TTL = 900_000;

const preview = (no: number, changes: Partial<Preview> = {}): Preview => ({
  ...{ key: `key-${no}`, owner: `owner-${no % 50}`, activityId: 'a', text: '{}', pictures: {} },
  ...changes,
});

describe('RecentPreviews', () => {
  let now = 0;
  const open = (mostBytes = 32 * MIB, mostOfOwner = 8) =>
    new RecentPreviews({ mostBytes, mostOfOwner, ttlMs: TTL, monotonic: { now: () => now } });
  beforeEach(() => {
    now = 1;
  });
  const kept = (previews: RecentPreviews, count: number) =>
    Array.from({ length: count }, (_, no) => no).filter((no) => previews.find(`key-${no}`, false));

  it('has room for a number of bytes: of 200 texts of 1 MiB it keeps the last', () => {
    const previews = open();
    // Each of its own, as what comes by the network.
    for (let no = 0; no < 200; no++) previews.put(preview(no, { text: `${no}`.padEnd(MIB, 'x') }));
    // Two bytes a character.
    expect(kept(previews, 200)).to.deep.equal(Array.from({ length: 15 }, (_, no) => 185 + no));
  });

  it('does not keep a text that is longer than all its room', () => {
    const previews = open(MIB);
    previews.put(preview(1, { text: 'x'.repeat(MIB) }));
    expect(previews.find('key-1', true)).to.equal(undefined);
  });

  it('lets an operator who looks at many push out only their own', () => {
    const previews = open(32 * MIB, 3);
    previews.put(preview(0, { owner: 'ann' }));
    for (let no = 1; no <= 10; no++) previews.put(preview(no, { owner: 'bob' }));
    expect(kept(previews, 11)).to.deep.equal([0, 8, 9, 10]);
  });

  it('forgets a text that nobody has visited for its time; asking for more of the page is no visit', () => {
    const previews = open();
    previews.put(preview(1));
    now += TTL - 1;
    expect(previews.find('key-1', true)).to.have.property('key', 'key-1');
    now += TTL - 1;
    expect(previews.find('key-1', false)).to.have.property('key', 'key-1');
    now += 2;
    expect(previews.find('key-1', true)).to.equal(undefined);
  });
});
