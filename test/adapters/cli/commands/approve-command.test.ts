import { expect } from 'chai';
import { sha256 } from '../../../contracts/sample-releases.ts';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';

describe('the command approve', () => {
  let ann: Operator;
  let bob: Operator;
  let hash: string;
  beforeEach(async () => {
    ann = await Operator.open({ settings: { REQUIRE_APPROVAL: 'true' } });
    bob = ann.with({}, 'bob');
    hash = sha256(await ann.write('lucky', lucky));
  });

  it('lets another person publish the text, which is refused before, with the command to run', async () => {
    const refused = await ann.run(['publish', 'lucky', '--yes']);
    expect(refused.code).to.equal(1);
    const command = /cms-market (approve lucky --hash [0-9a-f]{64})\n$/.exec(refused.stderr)?.[1] ?? '';
    expect(command).to.include(hash);
    const { code, stdout } = await bob.run(command.split(' '));
    expect(code).to.equal(0);
    expect(stdout).to.include(`bob has approved the text ${hash.slice(0, 12)} of activity lucky`);
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('is asked for with what the text would change, which another person reads', async () => {
    await bob.run(['approve', 'lucky', '--hash', hash]);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('换了'));
    for (const who of [ann, bob]) {
      const { code, stdout } = await who.run(['publish', 'lucky']);
      expect(code).to.equal(1);
      expect(stdout).to.include('What everyone has now (release 1)').and.include('"换了"');
    }
    const { reason, diff } = await bob.report(['publish', 'lucky']);
    expect(reason).to.equal('not_approved');
    expect(diff).not.to.equal(null);
  });

  it('takes the beginning of the hash, and names by --as', async () => {
    const digits = hash.slice(0, 16).toUpperCase();
    const report = await ann.report(['approve', 'lucky', '--hash', digits, '--as', 'cid']);
    expect(report).to.deep.include({ code: 0, outcome: 'approved', release: { no: null, hash } });
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('is not enough by the author', async () => {
    await ann.run(['approve', 'lucky', '--hash', hash]);
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(1);
    expect((await bob.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('is void after any edit', async () => {
    await bob.run(['approve', 'lucky', '--hash', hash]);
    const text = await ann.read('lucky');
    await ann.write('lucky', `${text}\n`);
    const { code, reason, release } = await ann.report(['publish', 'lucky', '--yes']);
    expect([code, reason, release.hash]).to.deep.equal([1, 'not_approved', sha256(`${text}\n`)]);
    await ann.write('lucky', text);
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('approves no other text than the one that was read', async () => {
    const file = await ann.file(luckyWith('换了'));
    const { code, stderr } = await bob.run(['approve', 'lucky', '--hash', hash, '--file', file]);
    expect(code).to.equal(1);
    expect(stderr)
      .to.include('is not the text that you have read')
      .and.match(/\n[0-9a-f]{64}\n$/);
    const report = await bob.report(['approve', 'lucky', '--hash', 'ab'.repeat(8)]);
    expect(report).to.include({ code: 1, outcome: 'refused', reason: 'other_text' });
    expect(report.release).to.deep.equal({ no: null, hash });
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(1);
  });

  it('is asked for before a release is scheduled', async () => {
    const args = ['publish', 'lucky', '--yes', '--at', '2098-01-01T00:00:00Z'];
    expect(await ann.report(args)).to.include({ code: 1, reason: 'not_approved' });
    await bob.run(['approve', 'lucky', '--hash', hash]);
    expect(await ann.report(args)).to.include({ code: 0, outcome: 'scheduled' });
  });

  it('says where it is not needed', async () => {
    const free = bob.with({ REQUIRE_APPROVAL: 'false' });
    const { code, stderr } = await free.run(['approve', 'lucky', '--hash', hash]);
    expect(code).to.equal(0);
    expect(stderr).to.include('REQUIRE_APPROVAL=true');
  });

  it('ends with 1 for a text with errors, and with 2 for wrong usage', async () => {
    await ann.write('lucky', '{');
    expect((await bob.run(['approve', 'lucky', '--hash', hash])).code).to.equal(1);
    for (const args of [
      ['lucky'],
      ['lucky', '--hash', hash.slice(0, 15)],
      ['lucky', '--hash', 'not-a-hash-at-all'],
      ['nowhere', '--hash', hash],
      ['a b', '--hash', hash],
    ]) {
      expect((await bob.run(['approve', ...args])).code, args.join(' ')).to.equal(2);
    }
    const short = ['approve', 'lucky', '--hash', hash.slice(0, 15)];
    expect((await bob.run(short)).stderr).to.include('16 to 64 hexadecimal digits');
    expect((await bob.run([...short, '--lang', 'zh'])).stderr).to.include('16 到 64 位十六进制数字');
  });

  it('speaks Chinese', async () => {
    for (const args of [
      ['publish', 'lucky', '--yes'],
      ['approve', 'lucky', '--hash', 'ab'.repeat(8)],
      ['approve', 'lucky', '--hash', hash],
    ]) {
      const { stdout, stderr } = await bob.run([...args, '--lang', 'zh']);
      expect(`${stdout}${stderr}`).to.match(/审批|审批即失效|不是您读过的内容/);
      expect(englishSentence(`${stdout}${stderr}`), args.join(' ')).to.equal(undefined);
    }
  });
});
