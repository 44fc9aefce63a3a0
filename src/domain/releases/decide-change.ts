import type { Audience } from './audience.ts';
import type { ReleaseContent } from './release.ts';
import { everyoneHas, type NewChange, type ReleaseState } from './release-store.ts';
import { type Manager, type ReleaseAction, type Serving, servedNo } from './serving.ts';

/** What must still be so, as it was shown to the one who wants a change; what is left out may be anything. */
export interface Shown {
  /** The release that everyone must have now; 0: none. */
  readonly expect?: number;
  /** The candidate of the rollout that must be under way; 0: none may be. */
  readonly candidate?: number;
}

/** What somebody wants changed. */
export type ReleaseOrder =
  | ({
      readonly kind: 'publish';
      readonly content: ReleaseContent;
      readonly by: Manager;
      /** Whether it was taken from the activity's folder. */
      readonly isDraft: boolean;
      /** Whether the activity is paused by it, if nothing was ever published of it: so it is not served for a moment. */
      readonly startsPaused?: boolean;
    } & Pick<Shown, 'expect'>)
  /** Publishes an earlier text again. */
  | ({ readonly kind: 'roll_back'; readonly content: ReleaseContent } & Pick<Shown, 'expect'>)
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | ({
      readonly kind: 'roll_out';
      /** `null`: the candidate of the rollout that is under way gets another audience. */
      readonly content: ReleaseContent | null;
      readonly audience: Audience;
      readonly by: Manager;
      readonly isDraft: boolean;
    } & Shown)
  /** Only beside the release that the rollout began beside: with the candidate, that one is named too. */
  | ({ readonly kind: 'promote' } & Pick<Shown, 'candidate'>)
  | ({ readonly kind: 'abort' } & Shown)
  /** Its folder is gone. */
  | { readonly kind: 'remove'; readonly by: Manager };

export type RefusedChange =
  | { readonly reason: 'no_release' }
  | { readonly reason: 'removed' }
  | { readonly reason: 'managed_elsewhere'; readonly by: Manager }
  | { readonly reason: 'unexpected'; readonly no: number }
  /** @see Shown.candidate `no`: the one that is under way; 0: none */
  | { readonly reason: 'unexpected_candidate'; readonly no: number }
  | { readonly reason: 'no_rollout' }
  | { readonly reason: 'nothing_new'; readonly no: number }
  /** The release that everyone has is not the one that the rollout began beside. */
  | { readonly reason: 'other_release'; readonly besideNo: number; readonly no: number };

export type Decision =
  | ({ readonly kind: 'change' } & Pick<NewChange, 'action' | 'leadMs' | 'serving' | 'release'>)
  /** What was wanted is so already. */
  | { readonly kind: 'unchanged' }
  | ({ readonly kind: 'refused' } & RefusedChange);

/**
 * How long before it takes force a release is recorded: each process asks every 500 ms, and then all begin to serve it at the
 * same moment. So no visitor who goes from one process to another goes back to an earlier release.
 */
export const RELEASE_LEAD_MS = 750;

/** No release waits longer than that for its time: a clock that was ahead when it was recorded holds nothing up. */
export const LONGEST_LEAD_MS = 1000;

/** What this order changes. The rules of releases are here and nowhere else. */
export function decideChange(state: ReleaseState, order: ReleaseOrder): Decision {
  switch (order.kind) {
    case 'publish':
      return published(state, order);
    case 'roll_back':
      return rolledBack(state, order);
    case 'pause':
      return inServing(state, (serving) => (serving.isPaused ? UNCHANGED : atOnce('pause', serving, true)));
    case 'resume':
      return inServing(state, (serving) => (serving.isPaused ? atOnce('resume', serving, false) : UNCHANGED));
    case 'roll_out':
      return rolledOut(state, order);
    case 'promote':
      return promoted(state, order);
    case 'abort':
      return inRollout(state, order, (serving) =>
        change('abort', { ...serving, candidate: null }, null, RELEASE_LEAD_MS),
      );
    case 'remove':
      return removed(state, order.by);
  }
}

const UNCHANGED: Decision = { kind: 'unchanged' };

function published(
  state: ReleaseState,
  { content, by, isDraft, startsPaused = false, ...shown }: Extract<ReleaseOrder, { kind: 'publish' }>,
): Decision {
  const { serving } = state;
  if (serving && serving.managedBy !== by) {
    return refused({ reason: 'managed_elsewhere', by: serving.managedBy });
  }
  const unexpected = unexpectedIn(serving, shown);
  if (unexpected) return unexpected;
  // The folder was away, and is back as it was: what was served then, perhaps after a rollback, is served again. One who was
  // shown what is served wants this text.
  if (serving?.isRemoved && isDraft && shown.expect === undefined && serving.draft === content.content) {
    return change('publish', { ...serving, isRemoved: false }, null, 0);
  }
  if (serving && everyoneHas(state, content)) {
    return isDraft ? taken(serving, content.content) : UNCHANGED;
  }
  const next: Serving = {
    no: state.lastNo + 1,
    candidate: serving && !serving.isRemoved ? serving.candidate : null,
    isPaused: serving?.isPaused ?? startsPaused,
    isRemoved: false,
    managedBy: by,
    draft: isDraft ? content.content : (serving?.draft ?? null),
  };
  // Where nothing was ever served, nothing earlier can be served after it. What was removed may still be served somewhere.
  return change('publish', next, content, serving ? RELEASE_LEAD_MS : 0);
}

/*
 * Everyone has this text already, after a rollback for example. That the folder has it too is recorded: else the text that
 * the folder had before would still count as taken, and would not be published when it comes back.
 */
function taken(serving: Serving, draft: string): Decision {
  return serving.draft === draft ? UNCHANGED : change('publish', { ...serving, draft }, null, 0);
}

/* A rollout ends too: what an operator wants back is all that was before. */
function rolledBack(
  state: ReleaseState,
  { content, ...shown }: Extract<ReleaseOrder, { kind: 'roll_back' }>,
): Decision {
  return asShown(state, shown, (serving) => {
    if (serving.candidate === null && everyoneHas(state, content)) {
      return refused({ reason: 'nothing_new', no: serving.no });
    }
    const next = { ...serving, no: state.lastNo + 1, candidate: null };
    return change('roll_back', next, content, RELEASE_LEAD_MS);
  });
}

function rolledOut(
  state: ReleaseState,
  { content, audience, by, isDraft, ...shown }: Extract<ReleaseOrder, { kind: 'roll_out' }>,
): Decision {
  return inServing(state, (serving) => {
    if (content !== null && serving.managedBy !== by) {
      return refused({ reason: 'managed_elsewhere', by: serving.managedBy });
    }
    const unexpected = unexpectedIn(serving, shown);
    if (unexpected) return unexpected;
    const draft = content !== null && isDraft ? content.content : serving.draft;
    if (content === null || content.content === state.candidate?.content) {
      if (serving.candidate === null) return refused({ reason: 'no_rollout' });
      if (isSameAudience(serving.candidate.audience, audience) && draft === serving.draft) return UNCHANGED;
      const candidate = { ...serving.candidate, audience };
      return change('widen', { ...serving, candidate, draft }, null, RELEASE_LEAD_MS);
    }
    if (everyoneHas(state, content)) return refused({ reason: 'nothing_new', no: serving.no });
    const candidate = { no: state.lastNo + 1, audience, besideNo: serving.no };
    return change('roll_out', { ...serving, candidate, draft }, content, RELEASE_LEAD_MS);
  });
}

function promoted(state: ReleaseState, shown: Extract<ReleaseOrder, { kind: 'promote' }>): Decision {
  return inRollout(state, shown, (serving, { no, besideNo }) => {
    if (serving.no !== besideNo) return refused({ reason: 'other_release', besideNo, no: serving.no });
    return change('promote', { ...serving, no, candidate: null }, null, RELEASE_LEAD_MS);
  });
}

function removed({ serving }: ReleaseState, by: Manager): Decision {
  if (!serving || serving.isRemoved || serving.managedBy !== by) return UNCHANGED;
  return change('remove', { ...serving, candidate: null, isRemoved: true }, null, 0);
}

function inServing({ serving }: ReleaseState, decide: (serving: Serving) => Decision): Decision {
  if (!serving) return refused({ reason: 'no_release' });
  return serving.isRemoved ? refused({ reason: 'removed' }) : decide(serving);
}

/* The same, if it is what was shown. */
function asShown(state: ReleaseState, shown: Shown, decide: (serving: Serving) => Decision): Decision {
  return inServing(state, (serving) => unexpectedIn(serving, shown) ?? decide(serving));
}

/* `null`: it is what was shown. */
function unexpectedIn(serving: Serving | null, { expect, candidate }: Shown): Decision | null {
  const no = servedNo(serving);
  const candidateNo = serving?.candidate?.no ?? 0;
  if (candidate !== undefined && candidate !== candidateNo) {
    return refused({ reason: 'unexpected_candidate', no: candidateNo });
  }
  return expect !== undefined && expect !== no ? refused({ reason: 'unexpected', no }) : null;
}

function isSameAudience(one: Audience, other: Audience): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function inRollout(
  state: ReleaseState,
  shown: Shown,
  decide: (serving: Serving, candidate: NonNullable<Serving['candidate']>) => Decision,
): Decision {
  return asShown(state, shown, (serving) =>
    serving.candidate ? decide(serving, serving.candidate) : refused({ reason: 'no_rollout' }),
  );
}

function atOnce(action: 'pause' | 'resume', serving: Serving, isPaused: boolean): Decision {
  return change(action, { ...serving, isPaused }, null, 0);
}

function change(
  action: ReleaseAction,
  serving: Serving,
  content: ReleaseContent | null,
  leadMs: number,
): Decision {
  const no = action === 'roll_out' ? (serving.candidate?.no ?? serving.no) : serving.no;
  return { kind: 'change', action, leadMs, serving, release: content && { ...content, no } };
}

function refused(why: RefusedChange): Decision {
  return { kind: 'refused', ...why };
}
