import { expect } from 'chai';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { uuidIdentifiers } from '../../../src/adapters/system/uuid-identifiers.ts';
import { MOST_TEST_LINKS, TEST_LINK_MS, TestLinks } from '../../../src/application/releases/test-links.ts';
import type { TestLink, TestLinkStore } from '../../../src/domain/releases/test-link-store.ts';

const NOW = 1_790_000_000_000;
const DRAFT = { activityId: 'a', text: '{}', pictures: {} };

describe('TestLinks', () => {
  let now = NOW;
  let asked = 0;
  let stored: Map<string, TestLink>;
  let links: TestLinks;
  beforeEach(() => {
    now = NOW;
    asked = 0;
    stored = new Map();
    const store: TestLinkStore = {
      add: async (link, digest, most) => {
        if (stored.size >= most) return 'too_many';
        stored.set(digest, link);
        return 'added';
      },
      find: async (digest) => {
        asked += 1;
        return stored.get(digest);
      },
      ofActivity: async () => [],
      revoke: async () => 0,
    };
    const clock = { now: () => now };
    links = new TestLinks({ store, clock, entropy: cryptoEntropy, identifiers: uuidIdentifiers });
  });

  const make = async () => {
    const made = await links.make(DRAFT, 'ann');
    return made.kind === 'made' ? made.token : expect.fail(made.kind);
  };

  it('makes a token that nobody can guess, and stores its digest alone', async () => {
    const [one, two] = [await make(), await make()];
    expect(one)
      .to.match(/^[A-Za-z0-9_-]{32}$/)
      .and.to.not.equal(two);
    expect(JSON.stringify([...stored])).to.not.include(one);
    const link = await links.find(one);
    expect(link).to.include({ activityId: 'a', by: 'ann', at: NOW, expiresAt: NOW + TEST_LINK_MS });
  });

  it('asks the store once in two seconds for a link, and not at all for what is no token', async () => {
    const token = await make();
    for (const _ of Array(10)) await links.find(token);
    expect(asked).to.equal(1);
    now += 2000;
    await links.find(token);
    expect(asked).to.equal(2);
    for (const other of ['', 'x', `${token}x`, '../../etc/passwd', `${token.slice(0, -1)}%`]) {
      expect(await links.find(other)).to.equal(undefined);
    }
    expect(asked).to.equal(2);
  });

  it('says that there are too many', async () => {
    for (let no = 0; no < MOST_TEST_LINKS; no++) await make();
    expect(await links.make(DRAFT, 'ann')).to.deep.equal({ kind: 'too_many' });
  });
});
