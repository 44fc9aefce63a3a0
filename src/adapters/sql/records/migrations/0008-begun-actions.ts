/*
 * begun_actions: actions of operators that have no entry in `trail` yet; most of the time there is none. at: by the clock of the
 * process; noted_at: by the one of the store, for the age. route: what was called, without what was sent.
 */
export const begunActions = `
  CREATE TABLE begun_actions (
    id text PRIMARY KEY,
    at int8 NOT NULL,
    noted_at int8 NOT NULL,
    operator_id text,
    operator_name text NOT NULL,
    via text NOT NULL,
    address text NOT NULL,
    activity_id text,
    route text NOT NULL
  );
`;
