import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { readDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { webhookEndpoints } from '../../src/container/endpoints-file.ts';
import { runCommand } from '../support/run-command.ts';
import { settingNames } from '../support/setting-names.ts';
import { tempDir } from '../support/temp-dir.ts';

const read = (path: string) => readFile(path, 'utf8');

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

describe('the documents', () => {
  it('link to files and headings that are there', async () => {
    const inFolder = async (dir: string) =>
      (await readdir(dir)).filter((name) => name.endsWith('.md')).map((name) => join(dir, name));
    const files = [
      'README.md',
      'README.zh-CN.md',
      ...['CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md'].filter((path) => existsSync(path)),
      ...(await inFolder('docs')),
      ...(await inFolder('docs/adr')),
    ];
    const broken: string[] = [];
    let links = 0;
    for (const file of files) {
      // Without blocks of code, where brackets are no links.
      const text = (await read(file)).replace(/^ *```[\s\S]*?^ *```/gm, '');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        links += 1;
        const [path = '', anchor] = target.split('#');
        const other = path === '' ? file : normalize(join(dirname(file), path));
        const headings = async () =>
          [...(await read(other)).matchAll(/^#+ +(.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
        const isThere = existsSync(other) && (anchor === undefined || (await headings()).includes(anchor));
        if (!isThere) broken.push(`${file}: ${target}`);
      }
    }
    expect(links).to.be.above(50);
    expect(broken).to.deep.equal([]);
  });

  it('name tests that are there for each section of ASVS', async () => {
    const named = [...(await read('docs/asvs.md')).matchAll(/`(test\/[^`]*)`/g)].map(([, path = '']) => path);
    expect(named.length).to.be.above(60);
    expect(named.filter((path) => !existsSync(path))).to.deep.equal([]);
  });

  for (const file of ['README.md', 'README.zh-CN.md']) {
    it(`list every setting: ${file}`, async () => {
      const names = await settingNames();
      const table = (await read(file)).split('\n').filter((line) => /^\| `[A-Z_]+`/.test(line));
      const listed = table.flatMap((line) => (line.split('|')[1] ?? '').match(/[A-Z_]{3,}/g) ?? []);
      expect(names.length).to.be.above(20);
      expect(listed).to.have.members(names);
    });
  }
});

describe('the report of check in docs/activities.md', () => {
  it('is what the command prints', async () => {
    const blocks = [...(await read('docs/activities.md')).matchAll(/^```text\n([\s\S]*?)^```/gm)];
    const shown = blocks.map(([, text = '']) => text).find((text) => text.startsWith('1055 ')) ?? '';
    const { code, stdout } = await runCommand(['check', '1055', '--lang', 'en']);
    // Whether it runs depends on the day.
    const report = (text: string) => text.replace(/( days · ).*/, '$1');
    expect(code, stdout).to.equal(0);
    expect(shown).to.include('if all goes');
    expect(report(stdout).startsWith(`${report(shown)}\n`), stdout).to.equal(true);
  });
});

describe('the files that docs/operations.md and docs/deliveries.md make', () => {
  it('are data keys that the program takes, for the service’s user alone', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'etc'));
    const blocks = [...(await read('docs/operations.md')).matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)];
    const block = blocks.map(([, text = '']) => text).find((text) => text.includes('keys.json')) ?? 'false';
    const { uid, gid } = userInfo();
    const here = block
      .replaceAll('/etc/cms-market', join(dir, 'etc'))
      .replaceAll('-o cms-market -g cms-market', `-o ${uid} -g ${gid}`)
      .replaceAll(/^ *cms-market /gm, 'node dist/main.js ');
    await promisify(execFile)('sh', ['-euc', here]);
    const path = join(dir, 'etc/keys.json');
    expect(readDataKeys(path)).to.include({ current: 'k1' });
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  it('are endpoints that the program takes', async () => {
    const path = join(await tempDir(), 'endpoints.json');
    const [example = ''] = /^\{ "crm": .*$/m.exec(await read('docs/deliveries.md')) ?? [];
    await writeFile(path, example);
    expect(webhookEndpoints(path).get('crm')).to.include({ url: 'https://crm.example.com/wins' });
    const command = /`(echo "whsec_[^`]*)`/.exec(await read('docs/deliveries.md'))?.[1] ?? 'false';
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    await writeFile(path, JSON.stringify({ crm: { url: 'https://c.example/', secret: stdout.trim() } }));
    expect(webhookEndpoints(path).get('crm')?.secrets).to.deep.equal([stdout.trim()]);
  });
});
