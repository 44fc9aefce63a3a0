import type { ActivityJson } from '../../../src/adapters/koa/console/contract/activities.ts';

export type MainAction = 'edit' | 'restock' | 'resume' | 'report' | 'releases';
export type DangerousAction = 'pause' | 'rollback';

export interface ActivityActions {
  /** What somebody most likely came for; `null`: nothing that this person may do. */
  readonly main: MainAction | null;
  readonly dangerous: readonly DangerousAction[];
}

type Facts = Pick<ActivityJson, 'phase' | 'release' | 'prizes'>;

const mainOf = ({ phase, prizes }: Facts): MainAction => {
  switch (phase) {
    case 'running':
      return prizes.some(({ stock }) => stock !== null) ? 'restock' : 'edit';
    case 'paused':
      return 'resume';
    case 'ended':
      return 'report';
    case 'removed':
      return 'releases';
    default:
      return 'edit';
  }
};

const WANTS = {
  edit: 'edit',
  restock: 'publish',
  resume: 'publish',
  report: 'view',
  releases: 'view',
} as const;

/** What can be done with an activity in its phase, by what the person may do. */
export function actionsFor(
  facts: Facts,
  may: (permission: 'view' | 'edit' | 'publish') => boolean,
): ActivityActions {
  const main = mainOf(facts);
  const hasEnded = facts.phase === 'ended' || facts.phase === 'removed';
  const dangerous = !facts.release || hasEnded || !may('publish') ? [] : dangerousOf(facts, facts.release.no);
  return { main: may(WANTS[main]) ? main : null, dangerous };
}

const dangerousOf = ({ phase }: Facts, no: number): DangerousAction[] => [
  ...(phase === 'paused' ? [] : (['pause'] as const)),
  ...(no > 1 ? (['rollback'] as const) : []),
];
