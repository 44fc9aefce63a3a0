import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import {
  checkedSchema,
  checkInput,
  discardedSchema,
  discardInput,
  draftSchema,
  MOST_TEXT,
  rebasedSchema,
  rebaseInput,
  saveInput,
} from '../contract/drafts.ts';
import { ofActivity } from '../contract/parameters.ts';
import { jsonOfFindings } from '../encode/json-of-findings.ts';
import { jsonOfSummary } from '../encode/json-of-summary.ts';
import { openedDraft, savedOr, unlessUnsettled, viewOfDraft } from './draft-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

/* In JSON, a text of a megabyte may be longer. */
const BODY_BYTES = 4 * 1024 * 1024;

/** Drafts, which nobody sees but operators. */
export function draftRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { desk, check, words } = parts;
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/draft',
      access: 'view',
      summary: 'the draft; where there is none, what everyone has, as version 0',
      input: ofActivity,
      output: draftSchema,
      handle: async ({ input: { id } }) => viewOfDraft(parts, await openedDraft(parts, id)),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/draft',
      access: 'edit',
      trail: 'change',
      summary: 'save the draft, if nobody has saved another one since',
      input: saveInput,
      output: draftSchema,
      body: BODY_BYTES,
      handle: async ({ input: { id, version, text, from }, actor, record }) => {
        assertText(text);
        const wanted = { activityId: id, version, text };
        const origin = from && { no: from.base_no, hash: from.hash };
        const { draft } = await savedOr(parts, await unlessUnsettled(desk.save(actor.name, wanted, origin)));
        if (draft.version !== version) {
          await record({ action: 'save_draft', activityId: id, after: { version: draft.version } });
        }
        return viewOfDraft(parts, draft);
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/draft/rebase',
      access: 'edit',
      trail: 'change',
      summary: 'bring into the draft what was published since it was begun',
      input: rebaseInput,
      output: rebasedSchema,
      handle: async ({ input: { id, version, onto }, actor, record }) => {
        const wanted = { activityId: id, version };
        const result = await unlessUnsettled(desk.rebase(actor.name, wanted, onto));
        const { draft, conflicts } = await savedOr(parts, result);
        await record({
          action: 'rebase_draft',
          activityId: id,
          target: onto,
          after: { version: draft.version },
        });
        return { draft: await viewOfDraft(parts, draft), conflicts: [...conflicts] };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/draft/discard',
      access: 'edit',
      trail: 'change',
      summary: 'discard the draft',
      input: discardInput,
      output: discardedSchema,
      handle: async ({ input: { id, version, reason = '' }, record }) => {
        const before = await openedDraft(parts, id);
        const discarded = await desk.discard({ activityId: id, version });
        if (!discarded && before.version > 0) {
          throw new ConsoleRefusal('clash', { version: before.version });
        }
        if (discarded) await record({ action: 'discard_draft', activityId: id, reason, before: { version } });
        return { discarded };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/check',
      access: 'view',
      summary: 'the findings of a text that is not saved',
      input: checkInput,
      output: checkedSchema,
      body: BODY_BYTES,
      handle: async ({ input: { id, text } }) => {
        assertText(text);
        const { pictures } = await openedDraft(parts, id);
        const { findings, hasErrors, summary } = await check.check({ activityId: id, text, pictures });
        return {
          findings: jsonOfFindings(findings, words),
          summary: hasErrors || !summary ? null : jsonOfSummary(summary),
        };
      },
    }),
  ];
}

/* What no store holds as it is would have another hash there. */
function assertText(text: string): void {
  if (Buffer.byteLength(text) > MOST_TEXT) throw new ConsoleRefusal('too_large', { most_bytes: MOST_TEXT });
  if (/\p{Surrogate}|\0/u.test(text)) throw refusedBecause('unwritable_text');
}
