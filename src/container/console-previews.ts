import { randomBytes } from 'node:crypto';
import type { PreviewListener } from '../adapters/koa/console/console-app.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import type { FindingJson } from '../adapters/koa/console/contract/words.ts';
import { jsonOfFindings } from '../adapters/koa/console/encode/json-of-findings.ts';
import { PREVIEW_PREFIX } from '../adapters/koa/console/preview-door.ts';
import { previewRoutes } from '../adapters/koa/console/routes/preview-routes.ts';
import { testLinkRoutes } from '../adapters/koa/console/routes/test-link-routes.ts';
import { RecentPreviews } from '../adapters/memory/recent-previews.ts';
import { SqlTestLinks } from '../adapters/sql/records/sql-test-links.ts';
import { findingsOf } from '../application/authoring/check/finding.ts';
import { PreviewDesk, type PreviewDeskDependencies } from '../application/authoring/previews/preview-desk.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import { TestLinks } from '../application/releases/test-links.ts';
import type { Problem } from '../domain/shared/problem.ts';
import { releaseWords } from './console-words.ts';
import { openTrialDoors, type TrialDoorsOptions } from './open-trial-doors.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

export interface ConsolePreviewsOptions
  extends Pick<PreviewDeskDependencies, 'draftOf'>,
    Pick<TrialDoorsOptions, 'identity' | 'pageDir'> {}

export interface ConsolePreviews {
  readonly preview: PreviewListener;
  readonly routes: readonly ConsoleRoute[];
}

const TRY_PREFIX = '/try';

/* A quarter of an hour after the page was opened last, nobody looks at it any more. */
const PREVIEW_TTL_SECONDS = 900;
const PREVIEWS = {
  mostBytes: 32 * 1024 * 1024,
  // Who edits makes a new one every second, and the frame may still load from the one before.
  mostOfOwner: 8,
  ttlMs: PREVIEW_TTL_SECONDS * 1000,
};

/** The live phone and the test links of the console. */
export function consolePreviews(get: Get, options: ConsolePreviewsOptions): ConsolePreviews {
  const { publicUrl, basePath } = get(tokens.settings);
  const previews = new RecentPreviews(PREVIEWS);
  const read = (draft: Parameters<PreviewDeskDependencies['read']>[0]) => readRelease({ ...draft, no: 0 });
  const publicTry = `${basePath}${TRY_PREFIX}`;
  const publicBase = publicUrl === null ? null : `${publicUrl}${publicTry}/`;
  // The first is the one of the links that are handed out.
  const tryPrefixes = publicBase === null ? [TRY_PREFIX, publicTry] : [publicTry, TRY_PREFIX];
  const links = new TestLinks({
    store: new SqlTestLinks(get(tokens.records).unguarded),
    clock: get(tokens.clock),
    entropy: get(tokens.entropy),
    identifiers: get(tokens.identifiers),
  });
  const doors = openedOnDemand(get, [PREVIEW_PREFIX, ...tryPrefixes], () =>
    openTrialDoors(get, { ...options, previews, links, tryPrefixes }),
  );
  const draftOf: ConsolePreviewsOptions['draftOf'] = (activityId) => {
    // Who asks for a preview looks at it next.
    doors.warm();
    return options.draftOf(activityId);
  };
  const desk = new PreviewDesk({
    draftOf,
    read,
    capabilities: drawCapabilities,
    store: previews,
    secret: randomBytes(32).toString('hex'),
  });
  return {
    preview: doors,
    routes: [
      ...previewRoutes({ desk, ttlSeconds: PREVIEW_TTL_SECONDS, findings }),
      ...testLinkRoutes({ links, draftOf, read, findings, publicBase }),
    ],
  };
}

/* The page of visitors is read when somebody first looks at it. One that cannot be read now is read again for the next. */
function openedOnDemand(
  get: Get,
  prefixes: readonly string[],
  open: () => Promise<readonly PreviewListener[]>,
): PreviewListener & { warm(): void } {
  let opening: Promise<readonly PreviewListener[]> | null = null;
  const opened = () => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      get(tokens.errorReporter).report('the page of visitors cannot be read', error);
      return [];
    });
    return opening;
  };
  return {
    warm: () => void opened(),
    owns: (path) => prefixes.some((prefix) => path.startsWith(`${prefix}/`)),
    answer: (request, response, receivedAt) => {
      void opened().then((doors) => {
        const door = doors.find(({ owns }) => owns(request.url ?? ''));
        if (door) return door.answer(request, response, receivedAt);
        response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' }).end('系统繁忙，请稍后再试');
      });
    },
  };
}

/* There is no file yet: the field says where it is. */
function findings(activityId: string, problems: readonly Problem[]): FindingJson[] {
  return jsonOfFindings(findingsOf(problems, activityId, ''), releaseWords);
}
