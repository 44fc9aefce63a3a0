import { z } from 'zod';
import { REFUSALS } from './console-refusal.ts';
import type { ConsoleRoute } from './console-route.ts';

type Json = Readonly<Record<string, unknown>>;

/* Every route may be refused so. */
const STATUSES = [...new Set(Object.values(REFUSALS))];

/** The description of the API of the console (OpenAPI 3.1), made of its rows. */
export function describeConsole(routes: readonly ConsoleRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:([A-Za-z_]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'cms-market console', version: '1' },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'a token of a program, made in the console' },
        session: { type: 'apiKey', in: 'cookie', name: 'cms_console' },
      },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code'],
              properties: {
                code: { enum: Object.keys(REFUSALS) },
                field: { type: 'string' },
                detail: { type: 'object' },
              },
            },
          },
        },
      },
    },
  };
}

function describe(route: ConsoleRoute): Json {
  const { method, path, access, scope, trail, summary } = route;
  return {
    operationId: operationId(method, path),
    summary,
    tags: [path.split('/')[1]],
    'x-permission': access,
    ...(trail && { 'x-trail': trail }),
    security: securityOf(access, scope),
    ...inputOf(route),
    responses: { 200: { description: 'ok', ...contentOf(route) }, ...refusals() },
  };
}

function securityOf(access: ConsoleRoute['access'], scope: string | undefined): readonly Json[] {
  if (access === 'anyone') return [{}];
  return [{ session: [] }, ...(scope ? [{ token: [scope] }] : [])];
}

function operationId(method: string, path: string): string {
  const words = path.split('/').flatMap((part) => part.replace(/^:/, 'by-').split(/[-_.]/));
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function inputOf({ method, path, input, body }: ConsoleRoute): Json {
  if (!input) return {};
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  const inPath = new Set(namesOf(path));
  const others = Object.entries(schema.properties ?? {}).filter(([name]) => !inPath.has(name));
  const required = (schema.required ?? []).filter((name) => !inPath.has(name));
  if (method === 'POST' && body !== 'raw') {
    const properties = Object.fromEntries(others);
    const json = { schema: { type: 'object', properties, required } };
    return { parameters: pathParameters(path), requestBody: { content: { 'application/json': json } } };
  }
  const inQuery = others.map(([name, each]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: each,
  }));
  const parameters = [...pathParameters(path), ...inQuery];
  return body === 'raw' ? { parameters, requestBody: { content: { '*/*': {} } } } : { parameters };
}

function namesOf(path: string): readonly string[] {
  return [...path.matchAll(/:([A-Za-z_]+)/g)].map(([, name = '']) => name);
}

function pathParameters(path: string): readonly Json[] {
  return namesOf(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function contentOf({ output }: ConsoleRoute): Json {
  if (output === 'file') return { content: { '*/*': {} } };
  if (output === 'stream') return { content: { 'text/event-stream': {} } };
  const schema = z.toJSONSchema(output, { unrepresentable: 'any' });
  return { content: { 'application/json': { schema } } };
}

function refusals(): Json {
  const schema = { $ref: '#/components/schemas/Refusal' };
  return Object.fromEntries(
    STATUSES.map((status) => [
      status,
      { description: 'refused', content: { 'application/json': { schema } } },
    ]),
  );
}
