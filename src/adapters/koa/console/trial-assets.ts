import type { PageFiles } from '../../../domain/shared/page-files.ts';
import type { AppDependencies } from '../http/app.ts';
import { createApp } from '../http/app.ts';
import { sendRefusal } from '../http/envelope.ts';
import { sendFile } from '../http/files.ts';
import type { AppListener } from '../http/in-short-turns.ts';
import { assetOf } from './page-elsewhere.ts';
import { ASSET_HEADERS } from './trial-headers.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';

/* The mark has no version in its name. */
const MINUTES = 'public, max-age=300';

/** The files of the page for all trials of a kind: a browser keeps them from one to the next. */
export function trialAssets(
  page: Pick<PageFiles, 'asset'>,
  deps: Omit<AppDependencies, 'routes' | 'headers' | 'observe'>,
): AppListener {
  return createApp({
    ...deps,
    headers: ASSET_HEADERS,
    observe: () => {},
    routes: [
      {
        methods: ['GET'],
        path: `${deps.basePath}/assets/:file`,
        handle: (ctx) => {
          const { file = '' } = ctx.params;
          const found = assetOf(page, file);
          if (!found) return sendRefusal(ctx, 'not_found', deps.clock.now());
          sendFile(ctx, found, page.asset(file) ? FOR_EVER : MINUTES);
        },
      },
    ],
  });
}
