import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { Browser } from '../support/browser.ts';
import { type ConsoleProgram, startConsoleProgram } from '../support/console-program.ts';
import { tempDir } from '../support/temp-dir.ts';
import { consoleAccess } from './console-access.ts';

const ROLES = ['viewer', 'editor', 'publisher', 'admin', 'staff'] as const;
type Role = (typeof ROLES)[number];
const SCOPES = ['activities', 'reports', 'deliveries', 'grants', 'sessions'] as const;

/* Written here once more, so that a role that gets another permission by mistake is noticed. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  signed_in: ROLES,
  view: ['viewer', 'editor', 'publisher', 'admin'],
  edit: ['editor', 'publisher', 'admin'],
  publish: ['publisher', 'admin'],
  support: ['publisher', 'admin'],
  personal: ['publisher', 'admin'],
  block: ['publisher', 'admin'],
  redeem: ['publisher', 'admin', 'staff'],
  operators: ['admin'],
};

type Answer = 'let in' | 401 | 403;

interface Described {
  readonly 'x-trail'?: string;
}

/* What follows is no answer to who asks: such as 400, because nothing was said that is valid. */
function verdict(status: number): Answer {
  return status === 401 || status === 403 ? status : 'let in';
}

describe('the console: who may call which route', () => {
  let console: ConsoleProgram;
  let rows: readonly string[];
  let trailOf: Readonly<Record<string, string | undefined>>;
  const operators = new Map<Role, Browser>();
  const programs = new Map<string, string>();
  before(async () => {
    const env = {
      DATA_DIR: await tempDir(),
      ACTIVITIES_DIR: await activitiesDir({ lucky: { dispatch: 'sku', title: 'x', skus: [] } }),
    };
    console = await startConsoleProgram(env);
    for (const role of ROLES) operators.set(role, await console.signedIn(role));
    for (const scope of SCOPES) {
      const { body } = await (operators.get('admin') as Browser).post('/tokens', {
        ...{ name: `a program for ${scope}`, scopes: [scope] },
      });
      programs.set(scope, body.secret);
    }
    const { body } = await new Browser(console.origin).get('/openapi.json');
    const described = Object.entries(body.paths as Record<string, Record<string, Described>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => {
          const row = `${method.toUpperCase()} ${path.slice('/api'.length).replace(/\{(\w+)\}/g, ':$1')}`;
          return [row, operation['x-trail']] as const;
        }),
    );
    rows = described.map(([row]) => row);
    trailOf = Object.fromEntries(described);
  });
  after(() => console?.stop());

  /* With nothing in it that could be done. */
  async function ask(row: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const [method = '', path = ''] = row.split(' ');
    const url = `${console.origin}/api${path.replace(/:\w+/g, 'nothing-of-it')}`;
    const gone = new AbortController();
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(method === 'POST' && { 'Content-Type': 'application/json' }) },
      ...(method === 'POST' && { body: '{}' }),
      redirect: 'manual',
      signal: gone.signal,
    });
    gone.abort();
    return verdict(response.status);
  }

  const headersOf = (browser: Browser): Record<string, string> => ({
    Cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'X-CSRF-Token': browser.csrf ?? '',
  });

  it('has a row here for each route of the program, and no other', () => {
    expect([...rows].sort()).to.deep.equal(Object.keys(consoleAccess).sort());
  });

  it('notes what each route changes before it is changed, and leaves an entry for each look', () => {
    const expected = Object.entries(consoleAccess).map(([row, { trail }]) => [row, trail]);
    expect(trailOf).to.deep.equal(Object.fromEntries(expected));
  });

  for (const [row, { access, scope }] of Object.entries(consoleAccess)) {
    it(`${row}: ${access}${scope ? `, or a program for ${scope}` : ''}`, async () => {
      const answers: Record<string, Answer> = { nobody: await ask(row, {}) };
      const expected: Record<string, Answer> = { nobody: access === 'anyone' ? 'let in' : 401 };
      for (const role of ROLES) {
        // What ends a session is asked with one of its own.
        const browser = row.endsWith('/sign-out') ? await console.signedIn(role) : operators.get(role);
        answers[role] = await ask(row, headersOf(browser as Browser));
        expected[role] = access === 'anyone' || MAY[access]?.includes(role) ? 'let in' : 403;
      }
      for (const [of, secret] of programs) {
        answers[of] = await ask(row, { Authorization: `Bearer ${secret}` });
        expected[of] = access === 'anyone' || of === scope ? 'let in' : 403;
      }
      answers.stranger = await ask(row, { Authorization: 'Bearer cmk_nobody' });
      expected.stranger = expected.nobody as Answer;
      expect(answers).to.deep.equal(expected);
    });
  }

  it('lets nobody change anything with a session alone: each POST needs its CSRF token', async () => {
    const { Cookie = '' } = headersOf(operators.get('admin') as Browser);
    for (const [row, { access }] of Object.entries(consoleAccess)) {
      if (!row.startsWith('POST') || access === 'anyone') continue;
      expect(await ask(row, { Cookie }), row).to.equal(403);
      expect(await ask(row, { Cookie, 'X-CSRF-Token': 'guessed' }), row).to.equal(403);
    }
  });
});
