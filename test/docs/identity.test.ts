import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { IDENTITIES } from '../../examples/identity/identities.mjs';
import { type ChildProgram, startChild } from '../support/child-program.ts';
import { ask } from '../support/http.ts';
import { settingNames } from '../support/setting-names.ts';
import { until } from '../support/until.ts';

/** The command in docs/identity.md that starts the example. */
async function exampleCommand(): Promise<string> {
  const text = await readFile('docs/identity.md', 'utf8');
  const [command = ''] = /^node examples\/identity\/run\.mjs jwt$/m.exec(text) ?? [];
  return command;
}

/** Starts the example on free ports. */
async function started(identity: string): Promise<ChildProgram> {
  const command = (await exampleCommand()).replace('jwt', identity).replace('node', 'exec node');
  const example = startChild('sh', ['-c', command], { ...process.env, PORT: '0' }, 'SIGTERM');
  const isReady = () => {
    if (example.process.exitCode !== null) throw new Error(`ended: ${example.stdout()}${example.stderr()}`);
    return example.stdout().includes('Ctrl-C');
  };
  await until(isReady, { what: `the example of ${identity}` });
  return example;
}

/** The lines that it prints below a heading. */
function linesBelow(heading: string, stdout: string): string[] {
  const [, block = ''] = new RegExp(`${heading}:\n\n((?:  .*\n)+)`).exec(stdout) ?? [];
  return block.split('\n').flatMap((line) => (line === '' ? [] : [line.trim()]));
}

const shell = async (lines: readonly string[]) =>
  (await promisify(execFile)('sh', ['-euc', lines.join('\n')])).stdout.trim().split('\n');

/** What a browser shows in the end, and the cookies that it has by then; it presses the button of u1 wherever there is one. */
async function browsed(start: string): Promise<{ url: string; cookies: Map<string, string> }> {
  const cookies = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | undefined] = [start, undefined];
  for (;;) {
    const headers = { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = await ask(url, { headers, ...(form && { method: 'POST', body: form }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const [, link] = /href="([^"]*user=u1[^"]*)"/.exec(answer.text) ?? [];
    form = !location && answer.text.includes('value="u1"') ? new URLSearchParams({ user: 'u1' }) : undefined;
    if (!location && !link && !form) return { url, cookies };
    url = form ? url : new URL(location ?? link ?? '', url).href;
  }
}

describe('the examples of docs/identity.md', () => {
  it('are there for each identity that has a login to start', async () => {
    const text = await readFile('docs/identity.md', 'utf8');
    for (const identity of Object.keys(IDENTITIES)) {
      expect(text).to.include(`[\`${identity}\`](#${identity})`);
    }
  });

  it('name every setting of identities, of logouts and of the risk check', async () => {
    const text = await readFile('docs/identity.md', 'utf8');
    const ours = /^(IDENTITY|INTROSPECTION|JWT|WECHAT|LOGOUT|RISK|BLOCKED|UNKNOWN|PASSPORT)(_|$)/;
    const names = (await settingNames()).filter((name) => ours.test(name) && name !== 'WECHAT_API_URL');
    expect(names.length).to.be.above(15);
    expect(names.filter((name) => !text.includes(`\`${name}`))).to.deep.equal([]);
  });

  for (const identity of Object.keys(IDENTITIES).filter((name) => name !== 'wechat')) {
    it(`start, serve, refuse and end: ${identity}`, async () => {
      const example = await started(identity);
      const lines = linesBelow('In a shell', example.stdout());
      const answers = await shell(lines);
      expect(answers, lines.join('\n')).to.have.length(3);
      expect(answers[0]).to.match(/^\{"ret":0,.*"uid":"u1"/);
      expect(answers[1]).to.match(/^\{"ret":1005,/);
      expect(answers[2]).to.equal('logged out');

      const [page = ''] = linesBelow('In a browser', example.stdout());
      const { origin, pathname, searchParams } = new URL(page);
      const shown = await ask(`${origin}${pathname}static?activity_id=${searchParams.get('id')}`);
      const loginUrl = shown.json.detail.page.login_url.replace('{return}', encodeURIComponent(page));
      const { url, cookies } = await browsed(loginUrl);
      expect(url).to.equal(page);
      const Cookie = `token=${cookies.get('token')}`;
      const own = await ask(`${origin}${pathname}shake/prizes?activity_id=${searchParams.get('id')}`, {
        headers: { Cookie },
      });
      expect(own.json.data.uid, own.text).to.equal('u1');
      expect(await example.stop('SIGINT')).to.equal(0);
    });
  }

  it('start, serve and refuse: wechat', async () => {
    const example = await started('wechat');
    const lines = linesBelow('In a shell', example.stdout());
    const answers = await shell(lines);
    expect(answers, lines.join('\n')).to.have.length(2);
    expect(answers[0]).to.match(/^\{"ret":0,.*"uid":"oTest0000000000000000000zhang"/);
    expect(answers[1]).to.match(/^\{"ret":1005,/);
    expect(await example.stop('SIGINT')).to.equal(0);
  });

  it('refuse an identity that there is not', async () => {
    const example = startChild('node', ['examples/identity/run.mjs', 'constructor']);
    expect(await example.exited).to.equal(2);
    expect(example.stderr()).to.include('usage: ');
  });
});
