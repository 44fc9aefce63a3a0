import type { RecordsUse } from '../adapters/cli/delivery-parts.ts';
import type { OperatorTasks } from '../adapters/cli/operator-parts.ts';
import type { RecordSource } from '../adapters/sql/records/record-source.ts';
import { accountsOf, consoleOrigin } from './console-operators.ts';
import { openRecords } from './open-records.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** What commands do with the accounts of the console, beside the service that runs or not. @throws Error as `openRecords` does */
export async function openOperatorTasks(get: Get, use: RecordsUse, userName: string): Promise<OperatorTasks> {
  return operatorTasks(get, await openRecords(get, use), userName);
}

/** The same on a record store that is open. */
export function operatorTasks(get: Get, records: RecordSource, userName: string): OperatorTasks {
  const { accounts, trail, begun } = accountsOf(get, records);
  const by = { operatorId: null, operator: userName, via: 'command' as const, address: '', activityId: null };
  const next = () => ({ id: get(tokens.identifiers).next(), at: get(tokens.clock).now(), ...by });
  return {
    accounts,
    origin: consoleOrigin(get(tokens.settings)),
    change: async (command, make, entryOf) => {
      const note = { ...next(), route: command };
      await begun.note(note);
      const result = await make();
      const action = entryOf(result);
      if (action) await trail.append({ ...next(), ...action, reason: '' }, note.id);
      else await begun.drop(note.id);
      return result;
    },
  };
}
