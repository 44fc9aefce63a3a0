import { DELIVERY_ORDER } from '../delivery/delivery-states.ts';

const METHODS = ['hand', 'code', 'webhook', 'form', 'counter'] as const;

export type ListState = (typeof DELIVERY_ORDER)[number];
export type ListMethod = (typeof METHODS)[number];

/** What the list shows, as the address has it; what is unknown there is left out. */
export interface ListQuery {
  readonly activity: string;
  readonly state: ListState | '';
  readonly method: ListMethod | '';
}

const member = <T extends string>(all: readonly T[], value: unknown): T | '' =>
  all.find((one) => one === value) ?? '';

/** Reads it from the query of the address. */
export const listQuery = (query: Readonly<Record<string, unknown>>): ListQuery => ({
  activity: typeof query['activity_id'] === 'string' ? query['activity_id'] : '',
  state: member<ListState>(DELIVERY_ORDER, query['state']),
  method: member<ListMethod>(METHODS, query['method']),
});

/** Writes it, without what is empty. */
export const asQuery = (query: ListQuery): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ activity_id: query.activity, state: query.state, method: query.method }).filter(
      ([, value]) => value !== '',
    ),
  );

/** The methods in the order of the filter. */
export const LIST_METHODS = METHODS;
