import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Operator } from '../support/operator.ts';

/** The commands of the document's blocks, in their order, without comments. */
async function commandsOf(document: string): Promise<readonly string[]> {
  const text = await readFile(document, 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trim());
  return blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/ +#.*$/, ''));
}

describe('the commands of docs/releases.md', () => {
  let ann: Operator;
  let edits = 0;
  const edit = async () => {
    const activity = JSON.parse(await ann.read('1055'));
    return ann.write('1055', { ...activity, title: `第 ${++edits} 次` });
  };
  /* Each with what must be before it, and what it says in the end. */
  const steps: readonly (readonly [
    command: string,
    prepare: (() => Promise<unknown>) | null,
    says: string,
  ])[] = [
    ['publish 1055 --note "more tea"', edit, 'note      more tea'],
    ['history 1055', null, '“more tea”'],
    ['rollback 1055', null, 'activity 1055 has the text of release 1 again'],
    ['pause 1055', null, 'within 1 s no process serves it'],
    ['rollout 1055 --percent 10', edit, 'to 10 % of users from '],
    ['rollout 1055 --percent 50', null, 'to 50 % of users from '],
    ['rollout 1055 --promote', null, 'activity 1055 is the same for everyone again'],
    [
      'rollout 1055 --abort',
      async () => {
        await edit();
        await run('rollout 1055 --percent 10');
      },
      'the rollout of activity 1055 has ended',
    ],
    ['publish 1055 --at 2027-11-11T00:00:00+08:00', null, 'activity 1055 will be published'],
    ['publish 1055 --cancel', null, 'cancelled: the text '],
    ['approve 1055 --hash 3f1c…', edit, 'anybody else can publish it now'],
  ];

  async function run(command: string) {
    const hash = createHash('sha256')
      .update(await ann.read('1055'))
      .digest('hex');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const words = command.match(/"[^"]*"|\S+/g) ?? [];
    const args = words.map((word) =>
      word
        .replaceAll('"', '')
        .replace(/^3f1c…$/, hash)
        .replace(/^2027-11-11T.*$/, tomorrow),
    );
    // Those that ask are asked.
    return ann.run([...args, '--lang', 'en'], 'y');
  }

  before(async () => {
    ann = await Operator.open({ settings: { REQUIRE_APPROVAL: 'false' } });
    await cp('activities/1055', join(ann.folder, '1055'), { recursive: true });
    await ann.run(['publish', '1055', '--yes']);
  });

  it('are all tried here', async () => {
    const commands = steps.map(([command]) => `cms-market ${command}`);
    expect(await commandsOf('docs/releases.md')).to.deep.equal(commands);
  });

  for (const [command, prepare, says] of steps) {
    it(`do what it says: ${command}`, async () => {
      await prepare?.();
      const { code, stdout, stderr } = await run(command);
      expect(code, stderr).to.equal(0);
      expect(stdout).to.include(says);
    });
  }
});
