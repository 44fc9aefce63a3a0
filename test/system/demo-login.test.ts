import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';

describe('the login of the demo', () => {
  let program: RunningProgram;

  before(async () => {
    program = await startProgram();
  });
  after(() => program.stop());

  const open = (query: Record<string, string>) =>
    fetch(`${program.origin}/login?${new URLSearchParams(query)}`, { redirect: 'manual' });

  it('offers users, and runs no script', async () => {
    const answer = await open({ return: `${program.base}/?id=1055` });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    expect(policy).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(policy).to.not.contain('script-src');
    expect(await answer.text()).to.contain('value="alice@1000"');
  });

  it('leads back with a token', async () => {
    const answer = await open({ as: 'alice@1000', return: `${program.base}/?id=1055&from=app` });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('Location')).to.equal('/cms-market/?id=1055&from=app&token=demo-alice%401000');
  });

  it('leads to no other host, and to nothing outside the service', async () => {
    const elsewhere = await open({ as: 'alice', return: 'https://evil.example/cms-market/?id=1' });
    expect(elsewhere.headers.get('Location')).to.equal('/cms-market/?id=1&token=demo-alice');
    for (const back of ['//evil.example', 'https:evil.example', '\\\\evil.example', '/\t/evil.example']) {
      const answer = await open({ as: 'alice', return: `${back}/cms-market/` });
      expect(answer.headers.get('Location'), back).to.equal('/cms-market/?token=demo-alice');
    }
    const lines = await open({ as: 'alice', return: '/cms-market/%0d%0aX: 1\r\nY: 2?id=1' });
    expect(lines.headers.get('Location')).to.equal('/cms-market/%0d%0aX:%201Y:%202?id=1&token=demo-alice');
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      'javascript:alert(1)',
      '/other',
      '/cms-market/../x',
      '/cms-market/..//evil.example',
      '/cms-market/%2e%2e//evil.example',
      '/\\evil.example',
      '\\\\evil.example\\x',
      'javascript:/cms-market/%0aalert(1)',
      'foo:/cms-market/..\\..\\/evil.example',
      'data:/cms-market/',
    ]) {
      const answer = await open({ as: 'alice', return: back });
      expect(answer.status, back).to.equal(200);
      expect(answer.headers.get('Location'), back).to.equal(null);
    }
  });

  it('writes what it was given as text', async () => {
    const text = await (await open({ return: '"><b>x' })).text();
    expect(text).to.not.contain('<b>');
    const answer = await open({ as: 'x y', return: `${program.base}/` });
    expect(answer.status).to.equal(200);
  });
});

describe('with a passport', () => {
  it('there is no such login', async () => {
    const program = await startProgram({ PASSPORT_URL: 'http://127.0.0.1:9/' });
    try {
      expect((await fetch(`${program.origin}/login`)).status).to.equal(404);
    } finally {
      await program.stop();
    }
  });
});
