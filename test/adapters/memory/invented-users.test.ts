import { expect } from 'chai';
import { InventedUsers, tokenOfInvented } from '../../../src/adapters/memory/invented-users.ts';

describe('InventedUsers', () => {
  it('knows the user of a token, in the zone of all, whatever its name is', async () => {
    const users = new InventedUsers({ zoneId: '北京 东', most: 10 });
    expect(await users.verify(tokenOfInvented('test-1'))).to.deep.equal({
      ...{ kind: 'user', user: { uid: 'test-1', zoneId: '北京 东', profile: {} } },
    });
    for (const token of ['', 'demo-', 'demo-a@1000', 'demo-a b', 'x', `demo-${'a'.repeat(65)}`]) {
      expect(await users.verify(token), token).to.deep.equal({ kind: 'refused' });
    }
  });

  it('takes so many users, and knows those again', async () => {
    const users = new InventedUsers({ zoneId: null, most: 2 });
    const kinds = async (...uids: string[]) =>
      Promise.all(uids.map(async (uid) => (await users.verify(tokenOfInvented(uid))).kind));
    expect(await kinds('a', 'b', 'c', 'a')).to.deep.equal(['user', 'user', 'refused', 'user']);
    expect([users.takes('b'), users.takes('c')]).to.deep.equal([true, false]);
  });
});
