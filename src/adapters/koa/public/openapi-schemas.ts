import { z } from 'zod';
import type { Kinds } from '../../../application/kinds/kinds.ts';
import { refusalCodes } from '../http/responses.ts';
import type { Operation } from '../http/route.ts';
import {
  activityDataOf,
  activitySummary,
  claimData,
  delivery,
  drawData,
  earnedData,
  fairnessData,
  liveData,
  lookData,
  prizesData,
  redeemData,
  refused,
  served,
  ticketData,
  userDrawInfo,
  wechatSignatureData,
} from './response-schemas.ts';

export function reference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** Every schema by its name; a schema inside another is a reference to its name. */
export function componentSchemas(kinds: Kinds, operations: readonly Operation[]): Record<string, unknown> {
  const output = z.registry<{ id: string }>();
  output.add(activitySummary, { id: 'ActivityFace' });
  output.add(userDrawInfo, { id: 'UserDrawInfo' });
  output.add(delivery, { id: 'Delivery' });
  for (const kind of kinds.values()) {
    output.add(served(activityDataOf(kind)), { id: `Served.${kind.dispatch}` });
  }
  output.add(served(drawData), { id: 'Served.draw' });
  output.add(served(prizesData), { id: 'Served.prizes' });
  output.add(served(earnedData), { id: 'Served.chances' });
  output.add(served(claimData), { id: 'Served.claim' });
  output.add(served(fairnessData), { id: 'Served.fairness' });
  output.add(served(liveData), { id: 'Served.live' });
  output.add(served(ticketData), { id: 'Served.ticket' });
  output.add(served(lookData), { id: 'Served.look' });
  output.add(served(redeemData), { id: 'Served.redeem' });
  output.add(served(wechatSignatureData), { id: 'Served.wechat_signature' });
  for (const code of refusalCodes) output.add(refused(code), { id: `Refused.${code}` });
  const input = z.registry<{ id: string }>();
  for (const operation of operations) {
    if (operation.input) input.add(operation.input.schema, { id: operation.input.name });
  }
  const uri = (name: string) => reference(name).$ref;
  const made = {
    ...z.toJSONSchema(output, { io: 'output', uri }).schemas,
    ...z.toJSONSchema(input, { io: 'input', uri }).schemas,
  };
  // The document says where a schema stands, so the schemas carry no names and dialects of their own.
  return Object.fromEntries(
    Object.entries(made).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}
