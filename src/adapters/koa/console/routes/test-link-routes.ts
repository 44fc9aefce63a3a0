import type { TestLinks } from '../../../../application/releases/test-links.ts';
import type { ActivityReading } from '../../../../domain/activities/activity.ts';
import type { Pictures } from '../../../../domain/releases/release.ts';
import type { TestLinkRow } from '../../../../domain/releases/test-link-store.ts';
import type { Problem } from '../../../../domain/shared/problem.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import {
  revokeTestLinkInput,
  revokeTestLinkOutput,
  testLinkInput,
  testLinkOutput,
  testLinksInput,
  testLinksOutput,
} from '../contract/previews.ts';
import type { FindingJson } from '../contract/words.ts';
import { isoOf } from '../encode/iso.ts';

interface SavedDraft {
  readonly text: string;
  readonly pictures: Pictures;
}

export interface TestLinkRoutesDependencies {
  readonly links: Omit<TestLinks, 'find'>;
  /** As it was saved last; `null` where there is no such activity. */
  readonly draftOf: (activityId: string) => Promise<SavedDraft | null>;
  readonly read: (draft: SavedDraft & { readonly activityId: string }) => ActivityReading;
  readonly findings: (activityId: string, problems: readonly Problem[]) => readonly FindingJson[];
  /** The public address of links, with the path and a slash at its end; `null`: only the console's own is known. */
  readonly publicBase: string | null;
}

/* Below the origin of the console. */
const OWN_BASE = '/try/';

/** Links by which anybody who has one tries a draft on a phone. */
export function testLinkRoutes(deps: TestLinkRoutesDependencies): readonly ConsoleRoute[] {
  const { links, draftOf, read, findings, publicBase } = deps;
  return [
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/test-link',
      access: 'edit',
      trail: 'change',
      summary:
        'make a link for the saved draft, which anybody who has it can try for 7 days; no draw is booked',
      input: testLinkInput,
      output: testLinkOutput,
      handle: async ({ input: { id }, actor, origin, record }) => {
        const draft = await draftOf(id);
        if (!draft) throw new ConsoleRefusal('not_found');
        const reading = read({ activityId: id, ...draft });
        if (!reading.ok) throw refusedBecause('invalid', { findings: findings(id, reading.problems) });
        const made = await links.make({ activityId: id, ...draft }, actor.name);
        if (made.kind === 'too_many') throw refusedBecause('too_many_test_links');
        const { link, token } = made;
        // The token is not a part of the trail: who reads that could use it.
        await record({ action: 'test_link_made', activityId: id, target: link.id });
        return {
          ...viewOf(link),
          url: `${publicBase ?? `${origin}${OWN_BASE}`}${token}/`,
          public: publicBase !== null,
        };
      },
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/test-links',
      access: 'view',
      summary: 'the test links of an activity that still work, without their addresses',
      input: testLinksInput,
      output: testLinksOutput,
      handle: async ({ input: { id } }) => ({ links: (await links.ofActivity(id)).map(viewOf) }),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/test-link/revoke',
      access: 'edit',
      trail: 'change',
      summary: 'end a test link, or all of the activity',
      input: revokeTestLinkInput,
      output: revokeTestLinkOutput,
      handle: async ({ input: { id, link }, record }) => {
        const revoked = await links.revoke(id, link ?? null);
        if (revoked > 0) {
          await record({
            action: 'test_link_revoked',
            activityId: id,
            target: link ?? null,
            after: { revoked },
          });
        }
        return { revoked };
      },
    }),
  ];
}

function viewOf({ id, by, at, expiresAt }: TestLinkRow) {
  return { id, by, at: isoOf(at), expires_at: isoOf(expiresAt) };
}
