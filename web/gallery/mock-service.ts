import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { MOCK_STATES, type MockAnswer } from './mock-answers.ts';
import { publicDataOf } from './public-data.ts';

/**
 * Answers in place of the service for pages whose address has `mock=<state>`, from the files of the activity; `stage`,
 * `theme` and `language` in the address replace those of the file.
 */
export function mockService(base: string, activitiesDir: string): Plugin {
  return {
    name: 'mock-service',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const page = mockedPage(request);
        const path = request.url?.split('?')[0]?.slice(base.length) ?? '';
        if (page === null || !/^(static|shake\/)/.test(path)) return next();
        try {
          send(response, await answerFor(page, path, activitiesDir));
        } catch (error) {
          response.writeHead(500).end(String(error));
        }
      });
    },
  };
}

/** The query of the page that asks, if it is to be answered here. */
function mockedPage({ headers: { referer } }: IncomingMessage): URLSearchParams | null {
  const query = referer ? new URL(referer).searchParams : null;
  return query?.has('mock') ? query : null;
}

async function answerFor(page: URLSearchParams, path: string, activitiesDir: string): Promise<MockAnswer> {
  const state = MOCK_STATES.find(({ name }) => name === page.get('mock'));
  if (!state) throw new Error(`no state has the name ${page.get('mock')}`);
  const data = await publicDataOf(activitiesDir, page.get('id') ?? '');
  return state.answer(dressed(data, page), path);
}

function dressed<T extends Readonly<Record<string, unknown>>>(data: T, page: URLSearchParams): T {
  const chosen: Record<string, unknown> = { ...(data['page'] as object | undefined) };
  for (const name of ['stage', 'language']) if (page.get(name)) chosen[name] = page.get(name);
  if (page.get('theme')) chosen['theme'] = { name: page.get('theme') };
  return { ...data, page: chosen };
}

function send(response: ServerResponse, answer: MockAnswer): void {
  if (answer.kind === 'drop') response.destroy();
  if (answer.kind !== 'json') return;
  const { status, body, retryAfterSeconds } = answer;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...(retryAfterSeconds && { 'Retry-After': `${retryAfterSeconds}` }),
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
