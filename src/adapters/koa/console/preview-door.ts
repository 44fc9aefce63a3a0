import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { Preview, PreviewStore } from '../../../application/authoring/previews/preview-desk.ts';
import type { PreviewState } from '../../../application/authoring/previews/preview-states.ts';
import { mayDo } from '../../../domain/operators/actor.ts';
import type { PeerTrust } from '../http/cross-site.ts';
import type { AppListener } from '../http/in-short-turns.ts';
import { cameByHttps } from '../http/token-cookie.ts';
import { sessionTokenIn } from './console-cookie.ts';
import type { ConsoleIdentity } from './console-handler.ts';
import type { Arrival, TrialDoor, TrialRefused, TrialVisit } from './trial-listener.ts';

export const PREVIEW_PREFIX = '/preview';

/** A small service for one state of a draft. */
export interface StagedTrial {
  readonly activityId: string;
  readonly state: Pick<PreviewState, 'kind'>;
  readonly listener: AppListener;
  takes(uid: string): boolean;
  /** One draw of a visitor, before they see the page. */
  draw(uid: string): Promise<void>;
  tokenOf(uid: string): string;
}

export interface PreviewDoorDependencies extends Pick<TrialDoor, 'assets' | 'errorReporter'> {
  readonly previews: Pick<PreviewStore, 'find'>;
  /** `null`: the draft has no such state. */
  readonly stage: (preview: Preview, slug: string) => Promise<StagedTrial | null>;
  readonly identity: Pick<ConsoleIdentity, 'bySession'>;
  readonly site: PeerTrust;
}

const UID_BYTES = 6;

const FORGOTTEN: TrialRefused = { kind: 'refused', status: 404, text: '预览已过期，请重新打开' };
const NOT_SIGNED_IN: TrialRefused = { kind: 'refused', status: 401, text: '请先登录控制台' };
const FORBIDDEN: TrialRefused = { kind: 'refused', status: 403, text: '没有权限' };

/**
 * Previews, for the operator alone who made them. The page is asked for by the console, with the operator's cookie. What
 * the page itself asks for comes without one: there the key lets in, which nobody else knows, for some minutes after the
 * page was opened last.
 */
export function previewDoor(deps: PreviewDoorDependencies): TrialDoor {
  const { previews, stage } = deps;
  return {
    prefixes: [PREVIEW_PREFIX],
    depth: 2,
    assets: deps.assets,
    errorReporter: deps.errorReporter,
    open: async ({ names: [key = '', slug = ''], isPage, request }: TrialVisit) => {
      const found = previews.find(key, false);
      if (isPage) {
        const refused = await refusalOf(request, found, deps);
        if (refused) return refused;
        previews.find(key, true);
      }
      const trial = found && (await stage(found, slug));
      if (!trial) return FORGOTTEN;
      const { activityId, listener } = trial;
      return { kind: 'open', activityId, listener, arrive: () => arrive(trial) };
    },
  };
}

async function refusalOf(
  request: IncomingMessage,
  preview: Preview | undefined,
  { identity, site }: PreviewDoorDependencies,
): Promise<TrialRefused | null> {
  const https = cameByHttps({ req: request } as Context, site);
  const token = sessionTokenIn(request.headers.cookie, https);
  const identified = token === undefined ? null : await identity.bySession(token);
  if (!identified) return NOT_SIGNED_IN;
  const { actor } = identified;
  if (!mayDo(actor, { permission: 'view' })) return FORBIDDEN;
  // Whether there is one of somebody else is nobody's business.
  return preview?.owner === actor.id ? null : FORGOTTEN;
}

/* Each load of the page is a new visitor: with all chances, and without prizes of before. */
async function arrive(trial: StagedTrial): Promise<Arrival> {
  if (trial.state.kind === 'login') return { kind: 'visitor', token: null, cookie: null };
  const uid = `preview-${randomBytes(UID_BYTES).toString('hex')}`;
  if (trial.state.kind === 'no_chance') await trial.draw(uid);
  return { kind: 'visitor', token: trial.tokenOf(uid), cookie: null };
}
