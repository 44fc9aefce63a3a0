import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { AesVault } from '../../../src/adapters/vault/aes-vault.ts';
import {
  addDataKey,
  dropDataKey,
  makeDataKeyFile,
  turnToNewestKey,
} from '../../../src/adapters/vault/change-data-keys.ts';
import { readDataKeys, readOrMakeDataKeys } from '../../../src/adapters/vault/data-keys.ts';
import { FollowedKeys } from '../../../src/adapters/vault/followed-keys.ts';
import { tempDir } from '../../support/temp-dir.ts';

const idsIn = (path: string) => [...readDataKeys(path).keys.keys()];

describe('the file of data keys', () => {
  let path: string;
  beforeEach(async () => {
    path = join(await tempDir(), 'keys.json');
    makeDataKeyFile(path);
  });

  it('is made once, for its owner alone', async () => {
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const before = await readFile(path, 'utf8');
    expect(() => makeDataKeyFile(path)).to.throw(/EEXIST/);
    expect(await readFile(path, 'utf8')).to.equal(before);
    expect(readOrMakeDataKeys(path).current).to.equal('k1');
  });

  it('gets a key that seals only when it is taken into use', () => {
    expect(addDataKey(path)).to.equal('k2');
    expect([readDataKeys(path).current, idsIn(path)]).to.deep.equal(['k1', ['k1', 'k2']]);
    expect(turnToNewestKey(path)).to.equal('k2');
    expect(turnToNewestKey(path)).to.equal(null);
    expect(readDataKeys(path).current).to.equal('k2');
  });

  it('loses a key for good, but not the one that seals', () => {
    addDataKey(path);
    turnToNewestKey(path);
    expect(() => dropDataKey(path, 'k2')).to.throw(/is the key that seals/);
    dropDataKey(path, 'k1');
    expect(idsIn(path)).to.deep.equal(['k2']);
    expect(addDataKey(path)).to.equal('k3');
  });

  it('keeps its mode for a group that reads it, its link, and leaves nothing beside it', async () => {
    await chmod(path, 0o640);
    const link = join(await tempDir(), 'link.json');
    await symlink(path, link);
    addDataKey(link);
    expect((await stat(path)).mode & 0o777).to.equal(0o640);
    expect(idsIn(path)).to.deep.equal(['k1', 'k2']);
    expect(await readdir(join(path, '..'))).to.deep.equal(['keys.json']);
  });

  it('keeps the keys of all that add one at the same time', async () => {
    const module = new URL('../../../src/adapters/vault/change-data-keys.ts', import.meta.url).href;
    const code = `import('${module}').then(({ addDataKey }) => {
      for (let no = 0; no < 10; no++) addDataKey(${JSON.stringify(path)});
    });`;
    const add = () => promisify(execFile)(process.execPath, ['--import=tsx', '-e', code]);
    await Promise.all([add(), add(), add()]);
    expect(idsIn(path)).to.have.length(31);
  });

  it('is not blocked by the lock of a process that was killed', async () => {
    await writeFile(`${path}.lock`, '');
    const old = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, old, old);
    expect(addDataKey(path)).to.equal('k2');
  });
});

describe('a vault that follows its file of keys', () => {
  let path: string;
  let now: number;
  let vault: AesVault;
  beforeEach(async () => {
    path = join(await tempDir(), 'keys.json');
    makeDataKeyFile(path);
    now = 0;
    vault = new AesVault(new FollowedKeys(path, () => now));
  });
  const other = () => new AesVault(readDataKeys(path));

  it('opens at once what another process has sealed with a new key', () => {
    const before = vault.seal('a', 'x');
    addDataKey(path);
    turnToNewestKey(path);
    const sealed = other().seal('b', 'y');
    expect(sealed).to.match(/^k2\./);
    expect(vault.open(sealed, 'y')).to.equal('b');
    expect(vault.open(before, 'x')).to.equal('a');
  });

  it('seals with a new key a second later, also if it has opened nothing', () => {
    addDataKey(path);
    turnToNewestKey(path);
    expect(vault.seal('a', 'x')).to.match(/^k1\./);
    now += 1000;
    const sealed = vault.seal('a', 'x');
    expect(sealed).to.match(/^k2\./);
    expect(other().open(sealed, 'x')).to.equal('a');
  });

  it('has the same digests under all keys', () => {
    const digest = vault.digest('code');
    addDataKey(path);
    turnToNewestKey(path);
    now += 1000;
    expect([vault.digest('code'), other().digest('code')]).to.deep.equal([digest, digest]);
  });

  it('goes on with its keys while the file cannot be read, and says which key is missing', async () => {
    const sealed = vault.seal('a', 'x');
    await writeFile(path, '{"current": "secret');
    now += 1000;
    expect(vault.open(vault.seal('b', 'y'), 'y')).to.equal('b');
    expect(vault.open(sealed, 'x')).to.equal('a');
    expect(() => vault.open(sealed.replace('k1', 'k9'), 'x')).to.throw('there is no data key "k9"');
  });
});
