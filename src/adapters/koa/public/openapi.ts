import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Kinds } from '../../../application/kinds/kinds.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import type { RefusalCode } from '../http/responses.ts';
import type { Operation, Route } from '../http/route.ts';
import { type Json, mediaResponses, responses } from './openapi-responses.ts';
import { componentSchemas, reference } from './openapi-schemas.ts';

/* Of a POST, which alone has a body. */
const BODY: readonly RefusalCode[] = ['unparseable_body', 'body_too_large', 'unsupported_body'];

const BROTLI_QUALITY = 5;

/** The description of the routes that have an operation (OpenAPI 3.1), made of their rows. */
export function openApiFile(basePath: string, routes: readonly Route[], kinds: Kinds): ServedFile {
  const bytes = Buffer.from(JSON.stringify(describeApi(basePath, routes, kinds)));
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    type: 'application/json; charset=utf-8',
    bytes,
    version,
    gzip: gzipSync(bytes),
    // The default of 11 would hold other visitors up.
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  };
}

function describeApi(basePath: string, routes: readonly Route[], kinds: Kinds): Json {
  const described = routes.flatMap(({ operation, ...route }) => (operation ? [{ ...route, operation }] : []));
  return {
    openapi: '3.1.0',
    info: { title: 'cms-market', version: '1', description: 'H5 marketing activities.' },
    servers: [{ url: basePath }],
    security: [{}, { cookie: [] }],
    paths: Object.fromEntries(
      described.map(({ path, methods, operation }) => [
        pathOf(path.slice(basePath.length)),
        Object.fromEntries(
          methods.map((method) => [method.toLowerCase(), describe(method, path, operation)]),
        ),
      ]),
    ),
    components: {
      schemas: componentSchemas(
        kinds,
        described.map(({ operation }) => operation),
      ),
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'token', description: 'Set once a token was verified' },
      },
    },
  };
}

function describe(method: 'GET' | 'POST', path: string, operation: Operation): Json {
  const { id, tag, summary, input, output, refusals } = operation;
  const isPost = method === 'POST';
  const all = isPost ? [...refusals, ...BODY] : refusals;
  return {
    operationId: `${method.toLowerCase()}${id}`,
    tags: [tag],
    summary,
    ...(isPost && input ? { requestBody: body(input.name) } : { parameters: parameters(path, input) }),
    responses: output === 'file' ? { ...mediaResponses, ...responses([], all) } : responses(output, all),
  };
}

/* `/media/:activityId/:file` is `/media/{activity_id}/{file}`. */
function pathOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? `{${snakeCase(segment.slice(1))}}` : segment))
    .join('/');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

function parameters(path: string, input: Operation['input']): Json[] {
  const segments = path.split('/').filter((segment) => segment.startsWith(':'));
  const inPath = segments.map((segment) => ({
    name: snakeCase(segment.slice(1)),
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!input) return inPath;
  const { properties = {}, required = [] } = z.toJSONSchema(input.schema, { io: 'input' });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function body(name: string): Json {
  const schema = reference(name);
  return {
    description: 'What the body lacks is taken from the query.',
    content: { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } },
  };
}
