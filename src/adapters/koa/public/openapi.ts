import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { RESPONSES, type RefusalCode } from '../http/responses.ts';
import { drawParameters, fairnessParameters, visitParameters } from './parameters.ts';
import {
  activityFace,
  drawData,
  fairnessData,
  kindData,
  refused,
  served,
  userDrawInfo,
} from './response-schemas.ts';

type Json = Record<string, unknown>;

const FAULTS: RefusalCode[] = ['internal_error', 'system_busy'];
const BODY: RefusalCode[] = ['unparseable_body', 'body_too_large', 'unsupported_body'];
const VISIT: RefusalCode[] = [
  'bad_parameter',
  'no_such_activity',
  'not_started',
  'ended',
  'not_logged_in',
  'token_refused',
  'zone_not_allowed',
];

const REQUEST_ID = {
  'X-Request-Id': { description: "The client's own if it sent a sane one", schema: { type: 'string' } },
};
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };

/**
 * The description of every path under the base path (OpenAPI 3.1), of the schemas that guard the routes and
 * those of the answers.
 * @param dispatches the names of the kinds, each of which has a path of its own
 */
export function openApiFile(basePath: string, dispatches: Iterable<string>): ServedFile {
  const bytes = Buffer.from(JSON.stringify(describeApi(basePath, [...dispatches])));
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { type: 'application/json; charset=utf-8', bytes, version };
}

function describeApi(basePath: string, dispatches: readonly string[]): Json {
  const schemas = componentSchemas(dispatches);
  const ofKind = (dispatch: string) => (dispatch in kindData ? dispatch : 'activity');
  const visit = (tag: string, summary: string, ok: readonly string[], endings = VISIT) => ({
    get: {
      tags: [tag],
      summary,
      parameters: queryParameters(visitParameters),
      responses: responses(ok, endings),
    },
    post: {
      tags: [tag],
      summary,
      requestBody: body('Visit'),
      responses: responses(ok, [...endings, ...BODY]),
    },
  });
  const draw = responses(['Served.draw'], [...VISIT, 'no_chance', 'too_many_draws', ...BODY]);
  const fairness = responses(['Served.fairness'], ['bad_parameter', 'no_such_activity']);
  const paths: Json = {
    '/static': visit(
      'activities',
      "The activity's data for this user",
      [...new Set(dispatches.map(ofKind))].map((kind) => `Served.${kind}`),
    ),
    ...Object.fromEntries(
      dispatches.map((kind) => [
        `/${kind}/static`,
        visit('activities', `The same, of the kind ${kind} only`, [`Served.${ofKind(kind)}`]),
      ]),
    ),
    '/shake/draw': {
      post: { tags: ['draws'], summary: 'One prize draw', requestBody: body('Draw'), responses: draw },
    },
    '/shake/prizes': visit(
      'draws',
      'What the user has drawn and won, also before the start and after the end',
      ['Served.prizes'],
      VISIT.filter((ending) => ending !== 'not_started' && ending !== 'ended'),
    ),
    '/shake/fairness': {
      get: {
        tags: ['draws'],
        summary: "The draw's commitment, and after the end its seed",
        parameters: queryParameters(fairnessParameters),
        responses: fairness,
      },
    },
    '/media/{activity_id}/{file}': {
      get: {
        tags: ['files'],
        summary: "An activity's own picture or sound",
        parameters: ['activity_id', 'file'].map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        responses: {
          200: { description: 'The file' },
          206: { description: 'The part of it that was asked for' },
          304: { description: 'It has not changed' },
          ...responses([], ['not_found']),
        },
      },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'cms-market', version: '1', description: 'H5 marketing activities.' },
    servers: [{ url: basePath }],
    security: [{}, { cookie: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'token', description: 'Set once a token was verified' },
      },
    },
  };
}

/** Every schema under its name; those that stand in others are named there. */
function componentSchemas(dispatches: readonly string[]): Json {
  const unlisted = dispatches.some((dispatch) => !(dispatch in kindData));
  const output = z.registry<{ id: string }>();
  output.add(activityFace, { id: 'ActivitySummary' });
  output.add(userDrawInfo, { id: 'UserDrawInfo' });
  for (const [kind, data] of Object.entries(kindData)) output.add(served(data), { id: `Served.${kind}` });
  if (unlisted) output.add(served(z.looseObject({ activity_id: z.string() })), { id: 'Served.activity' });
  output.add(served(drawData), { id: 'Served.draw' });
  output.add(served(userDrawInfo), { id: 'Served.prizes' });
  output.add(served(fairnessData), { id: 'Served.fairness' });
  for (const ending of Object.keys(RESPONSES)) {
    if (ending !== 'served') output.add(refused(ending as RefusalCode), { id: `Refused.${ending}` });
  }
  const input = z.registry<{ id: string }>();
  input.add(visitParameters, { id: 'Visit' });
  input.add(drawParameters, { id: 'Draw' });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = {
    ...z.toJSONSchema(output, { io: 'output', uri }).schemas,
    ...z.toJSONSchema(input, { io: 'input', uri }).schemas,
  };
  // Where a schema stands is told by the document; names and dialects of their own would say otherwise.
  return Object.fromEntries(
    Object.entries(made).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}

const reference = (id: string): Json => ({ $ref: `#/components/schemas/${id}` });

function queryParameters(parameters: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(parameters, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function body(id: string): Json {
  const schema = reference(id);
  return {
    description: 'What the body lacks is taken from the query.',
    content: { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } },
  };
}

/** Of each HTTP status, the answers that come with it. */
function responses(ok: readonly string[], endings: readonly RefusalCode[]): Json {
  const byStatus = new Map<number, string[]>(ok.length > 0 ? [[RESPONSES.served.status, [...ok]]] : []);
  for (const ending of [...endings, ...FAULTS]) {
    const { status } = RESPONSES[ending];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `Refused.${ending}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ids]) => [
      status,
      {
        description: status === 200 ? 'Done, or refused by a rule of the activity: see `ret`' : 'See `ret`',
        headers: { ...REQUEST_ID, ...((status === 429 || status === 503) && RETRY_AFTER) },
        content: { 'application/json': { schema: { anyOf: ids.map(reference) } } },
      },
    ]),
  );
}
