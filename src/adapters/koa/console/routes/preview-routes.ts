import type { PreviewDesk } from '../../../../application/authoring/previews/preview-desk.ts';
import { type PreviewState, previewSlug } from '../../../../application/authoring/previews/preview-states.ts';
import type { Problem } from '../../../../domain/shared/problem.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { type PreviewOutput, previewInput, previewOutput } from '../contract/previews.ts';
import type { FindingJson } from '../contract/words.ts';
import { PREVIEW_PREFIX } from '../preview-door.ts';

export interface PreviewRoutesDependencies {
  readonly desk: Pick<PreviewDesk, 'keep'>;
  /** How long a preview is kept without a visit. */
  readonly ttlSeconds: number;
  readonly findings: (activityId: string, problems: readonly Problem[]) => readonly FindingJson[];
}

/* Of the JSON, in which each character of the text may be an escape. */
const MOST_BODY_BYTES = 6 * 1024 * 1024 + 1024;

/** The live phone. */
export function previewRoutes({
  desk,
  ttlSeconds,
  findings,
}: PreviewRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/preview',
      access: 'view',
      summary:
        'keep a text for some minutes, saved or not, to look at the page of visitors in each of its states',
      input: previewInput,
      output: previewOutput,
      body: MOST_BODY_BYTES,
      handle: async ({ input: { id, text }, actor }): Promise<PreviewOutput> => {
        const kept = await desk.keep(actor.id, id, text);
        const answer = { base: null, states: [], findings: [], expires_in: ttlSeconds };
        switch (kept.kind) {
          case 'no_such_activity':
            throw new ConsoleRefusal('not_found');
          case 'invalid':
            return { ...answer, findings: [...findings(id, kept.problems)] };
          case 'kept':
            return {
              ...answer,
              base: `${PREVIEW_PREFIX}/${kept.key}/`,
              states: kept.states.map(stateOf),
            };
        }
      },
    }),
  ];
}

function stateOf(state: PreviewState): PreviewOutput['states'][number] {
  const { kind, prize, absent } = state;
  return { kind, prize, absent, path: absent ? null : `${previewSlug(state)}/` };
}
