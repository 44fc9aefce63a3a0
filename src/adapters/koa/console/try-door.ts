import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { TEST_LINK_MS, type TestLinks } from '../../../application/releases/test-links.ts';
import type { TestLink } from '../../../domain/releases/test-link-store.ts';
import type { PeerTrust } from '../http/cross-site.ts';
import { cameByHttps } from '../http/token-cookie.ts';
import { cookieIn } from './console-cookie.ts';
import type { StagedTrial } from './preview-door.ts';
import type { Arrival, TrialDoor, TrialRefused } from './trial-listener.ts';

export interface TryDoorDependencies extends Pick<TrialDoor, 'prefixes' | 'assets' | 'errorReporter'> {
  readonly links: Pick<TestLinks, 'find'>;
  /** `null`: the draft cannot be read by this program any more. */
  readonly stage: (link: TestLink, token: string) => Promise<StagedTrial | null>;
  readonly trust: PeerTrust;
}

const COOKIE = 'trial';
const COOKIE_VALUE = /^[A-Za-z0-9_-]{22}$/;
const COOKIE_BYTES = 16;

const UID_LENGTH = 12;

const ENDED: TrialRefused = { kind: 'refused', status: 404, text: '测试链接无效或已过期' };

/** Drafts for everybody who has a link. Each phone is a user of its own, whom its cookie remembers. */
export function tryDoor(deps: TryDoorDependencies): TrialDoor {
  const { links, stage, trust } = deps;
  return {
    prefixes: deps.prefixes,
    depth: 1,
    assets: deps.assets,
    errorReporter: deps.errorReporter,
    open: async ({ names: [token = ''], path, request }) => {
      const link = await links.find(token);
      const trial = link && (await stage(link, token));
      if (!trial) return ENDED;
      const { activityId, listener } = trial;
      return { kind: 'open', activityId, listener, arrive: async () => arrive(trial, request, path, trust) };
    },
  };
}

function arrive(trial: StagedTrial, request: IncomingMessage, path: string, trust: PeerTrust): Arrival {
  const known = cookieIn(request.headers.cookie, COOKIE);
  const value =
    known !== undefined && COOKIE_VALUE.test(known) ? known : randomBytes(COOKIE_BYTES).toString('base64url');
  const uid = `test-${createHash('sha256').update(value).digest('hex').slice(0, UID_LENGTH)}`;
  if (!trial.takes(uid)) return { kind: 'full' };
  const secure = cameByHttps({ req: request } as Context, trust) ? '; Secure' : '';
  const maxAge = Math.floor(TEST_LINK_MS / 1000);
  return {
    kind: 'visitor',
    token: trial.tokenOf(uid),
    cookie: `${COOKIE}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`,
  };
}
