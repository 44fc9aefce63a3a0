import { expect } from 'chai';
import { readUserLines } from '../../../../src/adapters/cli/input/user-lines.ts';
import { MOST_USERS } from '../../../../src/domain/releases/audience.ts';

async function* linesOf(texts: Iterable<string | Buffer | null>) {
  let no = 0;
  for (const text of texts) {
    no += 1;
    yield { no, bytes: text === null ? null : Buffer.from(text) };
  }
}

describe('the lines of a file of users', () => {
  const read = (...texts: (string | Buffer | null)[]) => readUserLines(linesOf(texts));

  it('are uids, each once, without blanks around them and without empty lines', async () => {
    expect(await read('\ufeffu1', '', ' 用户 2\t', 'u1', '   ')).to.deep.equal({
      uids: ['u1', '用户 2'],
      problems: [],
      problemCount: 0,
      isTooMany: false,
    });
  });

  it('are refused where they are too long, in another encoding, or no uid', async () => {
    const { uids, problems } = await read(null, Buffer.from([0xb9, 0xfe]), 'x'.repeat(129), 'a\u0007b', 'u5');
    expect(uids).to.deep.equal(['u5']);
    expect(problems.map(({ line, code }) => [line, code])).to.deep.equal([
      [1, 'too_long'],
      [2, 'not_utf8'],
      [3, 'bad_uid'],
      [4, 'bad_uid'],
    ]);
  });

  it('are as many as an audience may name, and no problem is kept beyond the first ones', async () => {
    const users = (count: number) =>
      readUserLines(linesOf(Array.from({ length: count }, (_, no) => `u${no}`)));
    expect(await users(MOST_USERS)).to.include({ isTooMany: false });
    expect(await users(MOST_USERS + 1)).to.include({ isTooMany: true });
    const { problems, problemCount } = await readUserLines(linesOf(Array.from({ length: 500 }, () => null)));
    expect([problems.length, problemCount]).to.deep.equal([20, 500]);
  });
});
