import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type ConsolePreviewsOptions, consolePreviews } from '../../src/container/console-previews.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { registerRecords } from '../../src/container/register-records.ts';
import { registerShared } from '../../src/container/register-shared.ts';
import { type Get, Registry } from '../../src/container/registry.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';
import type { Role } from '../../src/domain/operators/roles.ts';
import { identityOfRoles, startConsole, type TestConsole } from './console.ts';
import { tempDir } from './temp-dir.ts';

export const BUILT_PAGE = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** A draft as it was saved. */
export interface SavedDraft {
  readonly text: string;
  readonly pictures: Readonly<Record<string, string>>;
}

export interface TestPreviews extends TestConsole {
  readonly part: Get;
  /** By the id of the activity; a test may change them. */
  readonly drafts: Map<string, SavedDraft>;
  /** Keeps a text, and returns where its states are, by kind, and of `won` by the prize: `won-<id>`. */
  preview(activityId: string, text?: string, role?: Role): Promise<ReadonlyMap<string, string>>;
  testLink(activityId: string): Promise<{ readonly id: string; readonly url: string; readonly path: string }>;
}

export interface TestPreviewsOptions extends Partial<ConsolePreviewsOptions> {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  /** Objects, as their `data.json` holds them. */
  readonly activities?: Readonly<Record<string, unknown>>;
}

/** What a page in a frame does: it is asked for by the operator, and then asks by itself, without a cookie. */
export interface TestVisitor {
  readonly token: string | null;
  /** The answer of the service of visitors to this path beside the page. */
  ask(path: string, body?: Readonly<Record<string, unknown>>): Promise<Envelope>;
}

export interface Envelope {
  readonly ret: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  readonly detail?: any;
}

/** Opens the page at this address. @param headers of who opens it */
export async function visit(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestVisitor> {
  const sent = await fetch(`${origin}${path}`, { headers, redirect: 'manual' });
  const to = new URL(sent.headers.get('location') ?? '', `${origin}${path}`);
  if (sent.status !== 302) throw new Error(`${path} answers ${sent.status}: ${await sent.text()}`);
  const page = await fetch(to, { headers });
  if (page.status !== 200) throw new Error(`${to} answers ${page.status}: ${await page.text()}`);
  const token = to.searchParams.get('token');
  return {
    token,
    async ask(name, body = {}) {
      const answer = await fetch(`${origin}${path}${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
        body: JSON.stringify({
          activity_id: to.searchParams.get('id'),
          ...(token !== null && { token }),
          ...body,
        }),
      });
      return (await answer.json()) as Envelope;
    },
  };
}

/** As many visitors as one trial takes. */
export async function crowd(visitor: TestVisitor): Promise<void> {
  for (let group = 0; group < 20; group++) {
    const uids = Array.from({ length: 50 }, (_, no) => `u${group}-${no}`);
    await Promise.all(uids.map((uid) => visitor.ask('static', { token: `demo-${uid}` })));
  }
}

/** A console with previews and test links alone, over real HTTP and a record store of its own. */
export async function startPreviews(options: TestPreviewsOptions = {}): Promise<TestPreviews> {
  const dir = await tempDir();
  const reading = readSettings({ DATA_DIR: dir, ACTIVITIES_DIR: join(dir, 'none'), ...options.env }, 1);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const disposer = new Disposer();
  const registry = new Registry();
  registerShared(registry, { settings: reading.settings, log: pino({ level: 'silent' }), disposer });
  registry.value(tokens.lifecycle, { draining: false, closing: false });
  if (options.now) registry.value(tokens.clock, { now: options.now });
  registerRecords(registry, 'operations');
  const get: Get = (token) => registry.get(token);
  await get(tokens.records).ready();
  const texts = Object.entries(options.activities ?? {});
  const drafts = new Map<string, SavedDraft>(
    texts.map(([id, data]) => [id, { text: JSON.stringify(data), pictures: {} }]),
  );
  const previews = consolePreviews(get, {
    identity: identityOfRoles,
    draftOf: async (id) => drafts.get(id) ?? null,
    pageDir: BUILT_PAGE,
    ...options,
  });
  const server = await startConsole({ ...previews, ...(options.now && { now: options.now }) });
  return {
    ...server,
    part: get,
    drafts,
    async preview(activityId, text, role = 'editor') {
      const { body } = await server.post(
        `/activities/${activityId}/preview`,
        { ...(text !== undefined && { text }) },
        role,
      );
      const states = body.states as { kind: string; prize: { id: string } | null; path: string | null }[];
      return new Map(
        states.flatMap(({ kind, prize, path }) =>
          path === null ? [] : [[prize ? `${kind}-${prize.id}` : kind, `${body.base}${path}`]],
        ),
      );
    },
    async testLink(activityId) {
      const { body } = await server.post(`/activities/${activityId}/test-link`, {}, 'editor');
      return { id: body.id, url: body.url, path: new URL(body.url).pathname };
    },
    async close() {
      await server.close();
      await disposer.dispose();
    },
  };
}
