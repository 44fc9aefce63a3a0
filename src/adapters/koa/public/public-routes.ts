import type { Kinds } from '../../../application/kinds/kinds.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { withCors } from '../http/cors.ts';
import type { RefusalCode } from '../http/responses.ts';
import type { Operation, Route } from '../http/route.ts';
import { type CounterHandlersDependencies, counterHandlers } from './counter-handlers.ts';
import { counterRoutes } from './counter-routes.ts';
import { type HandlersDependencies, handlers } from './handlers.ts';
import { openApiFile } from './openapi.ts';
import { type OwnPageHandlersDependencies, ownPageHandlers } from './own-page-handlers.ts';
import { type PageHandlersDependencies, pageHandlers } from './page-handlers.ts';
import {
  chancesParameters,
  claimParameters,
  drawParameters,
  fairnessParameters,
  liveParameters,
  mediaParameters,
  prizesParameters,
  ticketParameters,
  visitParameters,
} from './parameters.ts';
import { type WechatHandlersDependencies, wechatRoute } from './wechat-handlers.ts';

export interface PublicRoutesDependencies
  extends HandlersDependencies,
    PageHandlersDependencies,
    OwnPageHandlersDependencies,
    CounterHandlersDependencies,
    WechatHandlersDependencies {
  readonly kinds: Kinds;
  readonly basePath: string;
  /** The origins of other hosts of this site whose pages may use what is described as the API. */
  readonly corsOrigins: ReadonlySet<string>;
}

const GET = ['GET'] as const;
const POST = ['POST'] as const;
const GET_POST = ['GET', 'POST'] as const;

const GATE: readonly RefusalCode[] = [
  'paused',
  'bad_parameter',
  'no_such_activity',
  'not_logged_in',
  'token_refused',
  'zone_not_allowed',
  'user_blocked',
  'too_many_tokens',
];
const WINDOW: readonly RefusalCode[] = ['not_started', 'ended'];
const VISIT = { name: 'Visit', schema: visitParameters };
const DRAW = { name: 'Draw', schema: drawParameters };
const PRIZES = { name: 'Prizes', schema: prizesParameters };
const CHANCES = { name: 'Chances', schema: chancesParameters };
const CLAIM = { name: 'Claim', schema: claimParameters };
const TICKET = { name: 'Ticket', schema: ticketParameters };
const LIVE = { name: 'Live', schema: liveParameters };
const FAIRNESS = { name: 'Fairness', schema: fairnessParameters };

/** The routes that visitors may use, and the description of those with an operation. */
export function publicRoutes(deps: PublicRoutesDependencies): readonly Route[] {
  const { kinds, basePath: base } = deps;
  const routes = visitorRoutes(deps);
  // Made when it is first asked for: few ask, and it takes ten times as long as all else.
  let description: ServedFile | undefined;
  const described = () => {
    description ??= openApiFile(base, routes, kinds);
    return description;
  };
  const { file } = pageHandlers(deps);
  return [...routes, { methods: GET, path: `${base}/openapi.json`, handle: file(described) }];
}

/** The same without the description. */
export function visitorRoutes(deps: PublicRoutesDependencies): readonly Route[] {
  const { kinds, basePath: base, corsOrigins } = deps;
  const { redirect, index, counter, asset, mediaFile, file } = pageHandlers(deps);
  const own = ownPageHandlers(deps);
  const { visit, draw, prizes, drawsOf, earn, claim, ticket, fairnessOf, liveOf } = handlers(deps);
  const served = [...kinds.keys()].map((dispatch) => `Served.${dispatch}`);

  const visitors: Route[] = [
    { methods: GET, path: base, handle: redirect(`${base}/`) },
    { methods: GET, path: `${base}/`, handle: index() },
    { methods: GET, path: `${base}/assets/:file`, handle: asset() },
    { methods: GET, path: `${base}/client.js`, handle: file(() => deps.page.client) },
    { methods: GET, path: `${base}/media/:activityId/:file`, handle: mediaFile(), operation: MEDIA },
    { methods: GET, path: `${base}/p/:activityId`, handle: own.folder },
    { methods: GET, path: `${base}/p/:activityId/`, handle: own.file },
    { methods: GET, path: `${base}/p/:activityId/*path`, handle: own.file },
    {
      methods: GET_POST,
      path: `${base}/static`,
      handle: visit(),
      operation: visitOperation('Static', "The activity's data for this user", served),
    },
    ...[...kinds.values()].flatMap(({ dispatch, draws }): Route[] => [
      {
        methods: GET_POST,
        path: `${base}/${dispatch}/static`,
        handle: visit(dispatch),
        operation: visitOperation(idOf(dispatch, 'Static'), `The same, of the kind ${dispatch} only`, [
          `Served.${dispatch}`,
        ]),
      },
      ...(draws ? drawRoutes(dispatch) : []),
    ]),
  ];
  const api = visitors.filter(({ operation }) => operation);
  return [
    ...visitors.filter(({ operation }) => !operation),
    ...withCors(api, corsOrigins),
    ...counterRoutes(base, { page: counter(), ...counterHandlers(deps) }),
    wechatRoute(base, deps),
  ];

  /** Those of a kind whose visitors draw prizes. */
  function drawRoutes(dispatch: string): Route[] {
    return [
      {
        methods: POST,
        path: `${base}/${dispatch}/draw`,
        handle: draw(dispatch),
        operation: {
          id: idOf(dispatch, 'Draw'),
          tag: 'draws',
          summary: 'One prize draw',
          input: DRAW,
          output: ['Served.draw'],
          refusals: [...GATE, ...WINDOW, 'no_chance', 'proof_needed', 'too_many_draws'],
        },
      },
      {
        methods: GET_POST,
        path: `${base}/${dispatch}/prizes`,
        handle: prizes(dispatch),
        operation: {
          id: idOf(dispatch, 'Prizes'),
          tag: 'draws',
          summary: 'What the user has drawn and won, also before the start and after the end',
          input: PRIZES,
          output: ['Served.prizes'],
          refusals: GATE,
        },
      },
      {
        methods: GET_POST,
        path: `${base}/${dispatch}/draws`,
        handle: drawsOf(dispatch),
        operation: {
          id: idOf(dispatch, 'Draws'),
          tag: 'draws',
          summary: "The user's own draws, to verify them, also before the start and after the end",
          input: PRIZES,
          output: ['Served.draws'],
          refusals: GATE,
        },
      },
      {
        methods: POST,
        path: `${base}/${dispatch}/chances`,
        handle: earn(dispatch),
        operation: {
          id: idOf(dispatch, 'Chances'),
          tag: 'draws',
          summary:
            'Earns a chance: by signing in, by sharing, or for the friend whose invitation the user follows',
          input: CHANCES,
          output: ['Served.chances'],
          refusals: [...GATE, ...WINDOW, 'already_earned', 'too_many_draws'],
        },
      },
      {
        methods: POST,
        path: `${base}/${dispatch}/claim`,
        handle: claim(dispatch),
        operation: {
          id: idOf(dispatch, 'Claim'),
          tag: 'draws',
          summary: 'The form of a win, also after the end; it can be changed until it is sent',
          input: CLAIM,
          output: ['Served.claim'],
          refusals: [...GATE, 'proof_needed', 'not_claimable', 'too_many_draws'],
        },
      },
      {
        methods: POST,
        path: `${base}/${dispatch}/ticket`,
        handle: ticket(dispatch),
        operation: {
          id: idOf(dispatch, 'Ticket'),
          tag: 'counter',
          summary: 'A ticket for a win that is handed over at a counter, which the winner shows as a QR code',
          input: TICKET,
          output: ['Served.ticket'],
          refusals: [...GATE, 'not_claimable', 'too_many_draws'],
        },
      },
      {
        methods: GET,
        path: `${base}/${dispatch}/fairness`,
        handle: fairnessOf(dispatch),
        operation: {
          id: idOf(dispatch, 'Fairness'),
          tag: 'draws',
          summary: 'What binds the draws: seeds and rules, committed to before and shown after the end',
          input: FAIRNESS,
          output: ['Served.fairness'],
          refusals: ['bad_parameter', 'no_such_activity'],
        },
      },
      {
        methods: GET,
        path: `${base}/${dispatch}/live`,
        handle: liveOf(dispatch),
        operation: {
          id: idOf(dispatch, 'Live'),
          tag: 'draws',
          summary: 'Who won lately and what is left of the prizes, where the activity shows them',
          input: LIVE,
          output: ['Served.live'],
          refusals: ['bad_parameter', 'no_such_activity'],
        },
      },
    ];
  }
}

const MEDIA: Operation = {
  id: 'Media',
  tag: 'files',
  summary: "An activity's own picture or sound",
  input: { name: 'Media', schema: mediaParameters },
  output: 'file',
  refusals: ['not_found'],
};

function visitOperation(id: string, summary: string, output: readonly string[]): Operation {
  return { id, tag: 'activities', summary, input: VISIT, output, refusals: [...GATE, ...WINDOW] };
}

function idOf(dispatch: string, action: string): string {
  return `${dispatch.charAt(0).toUpperCase()}${dispatch.slice(1)}${action}`;
}
