import type { z } from 'zod';
import type { ActivityServer } from '../activities/activity-service.ts';
import type { AuthoringFacet } from '../authoring/authoring-kind.ts';
import type { ShownDeliveries } from '../deliveries/shown-deliveries.ts';
import type { Accounts } from '../draws/accounts.ts';
import type { DrawsCapability } from '../draws/draws-capability.ts';
import type { InviteCodes } from '../draws/invite-codes.ts';
import type { Seeds } from '../draws/seeds.ts';
import type { ActivityData } from './activity-data.ts';

/** One kind of activity. A new one is a folder beside this file and a line in `kinds.ts`. */
export interface Kind<Details = unknown> {
  /** The name by which `data.json` asks for this kind. */
  readonly dispatch: string;
  /** What it reads from `data.json` beyond the part that all kinds share. */
  readonly details: z.ZodType<Details>;
  /** The shape of the data that it serves. */
  readonly shape: ActivityData['shape'];
  /** `null` where nothing is drawn. */
  readonly draws: DrawsCapability | null;
  /** What `check`, `diff`, `new` and the schemas ask of the kind. */
  readonly authoring: AuthoringFacet;
  open(parts: ServerParts): ActivityServer<ActivityData>;
}

export interface ServerParts {
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly inviteCodes: InviteCodes;
  readonly shownDeliveries: Pick<ShownDeliveries, 'ofWins'>;
}
