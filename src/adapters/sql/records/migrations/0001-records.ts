/*
 * The first edition of the record store. Times are milliseconds since the epoch; int8 holds them in PostgreSQL, and any
 * integer in SQLite.
 *
 * store: one row, the id by which a Redis recognises its record store. leases: who may do something alone, until when;
 * the fence grows with each holder. archive_cursors: how far each log is moved; mark: what the entry there is recognised
 * by. relay_status: one row at most; behind_since: when the oldest entry was made that is known not to be moved.
 * archive_rules: after an accepted loss the ledger announces other sets under the numbers of those that it has lost. Both are
 * kept, for draws that were set aside had the earlier one; a set is identified by the head of its chain, as in archive_entries.
 * archive_entries: the log of draws, with a column for each field of each kind of entry. archive_draws: the draws of one user;
 * an entry of another kind has no number of a draw. deliveries: one row a win.
 * due_at: when a webhook is tried next, NULL where nothing is to be sent. fields: JSON of what a form asks. forms, codes:
 * sealed. codes.digest: shows equal codes of one prize. codes.draw_id: the draw that the code was given to.
 * withdrawn_codes: those that were replaced, so that they are not loaded again with their file. counters.pin: a hash.
 * deliveries.place, redeem_id: where a counter redeemed it, and by which request.
 */
export const records = `
  CREATE TABLE store (
    id text PRIMARY KEY
  );
  CREATE TABLE leases (
    name text PRIMARY KEY,
    holder text NOT NULL,
    fence int8 NOT NULL,
    expires_at int8 NOT NULL
  );
  CREATE TABLE archive_cursors (
    activity_id text NOT NULL,
    log text NOT NULL,
    seq int8 NOT NULL,
    mark text NOT NULL,
    halted_at int8,
    halt_reason text,
    PRIMARY KEY (activity_id, log)
  );
  CREATE TABLE relay_status (
    one integer PRIMARY KEY,
    behind_since int8
  );
  CREATE TABLE archive_entries (
    activity_id text NOT NULL,
    log text NOT NULL,
    seq int8 NOT NULL,
    kind text NOT NULL,
    at int8 NOT NULL,
    uid text,
    day text,
    request_id text,
    draw_id text,
    draw_no int8,
    seed_no int8,
    rules_no int8,
    prize_id text,
    unit int8,
    cost int8,
    key text,
    chances int8,
    inviter text,
    after_seq int8,
    hash text,
    release int8,
    head text,
    PRIMARY KEY (activity_id, log, seq)
  );
  CREATE INDEX archive_draws ON archive_entries (activity_id, uid, draw_no) WHERE draw_no IS NOT NULL;
  CREATE TABLE archive_rules (
    activity_id text NOT NULL,
    no int8 NOT NULL,
    hash text NOT NULL,
    at int8 NOT NULL,
    release int8,
    head text NOT NULL,
    salt text NOT NULL,
    text text NOT NULL,
    sealed text NOT NULL,
    PRIMARY KEY (activity_id, no, head)
  );
  CREATE TABLE archive_seeds (
    activity_id text NOT NULL,
    no int8 NOT NULL,
    secret text NOT NULL,
    revealed_at int8,
    PRIMARY KEY (activity_id, no)
  );
  CREATE TABLE deliveries (
    activity_id text NOT NULL,
    draw_id text NOT NULL,
    uid text NOT NULL,
    prize_id text NOT NULL,
    unit int8 NOT NULL,
    method text NOT NULL,
    endpoint text,
    state text NOT NULL,
    name text NOT NULL,
    image text,
    claim text,
    claim_url text,
    value text,
    won_at int8 NOT NULL,
    until int8,
    fields text,
    changed_at int8 NOT NULL,
    attempts int8 NOT NULL DEFAULT 0,
    due_at int8,
    lease_until int8,
    fence int8 NOT NULL DEFAULT 0,
    last_error text,
    place text,
    redeem_id text,
    PRIMARY KEY (activity_id, draw_id),
    UNIQUE (activity_id, prize_id, unit)
  );
  CREATE INDEX deliveries_due ON deliveries (endpoint, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX deliveries_waiting ON deliveries (endpoint, won_at) WHERE due_at IS NOT NULL;
  CREATE INDEX deliveries_failed ON deliveries (endpoint) WHERE state = 'failed';
  CREATE INDEX deliveries_state ON deliveries (activity_id, state, won_at);
  CREATE INDEX deliveries_uid ON deliveries (uid);
  CREATE INDEX deliveries_won ON deliveries (activity_id, won_at, draw_id);
  CREATE TABLE forms (
    activity_id text NOT NULL,
    draw_id text NOT NULL,
    form text NOT NULL,
    received_at int8 NOT NULL,
    changed_at int8 NOT NULL,
    PRIMARY KEY (activity_id, draw_id)
  );
  CREATE TABLE codes (
    activity_id text NOT NULL,
    prize_id text NOT NULL,
    unit int8 NOT NULL,
    code text NOT NULL,
    digest text NOT NULL,
    draw_id text,
    PRIMARY KEY (activity_id, prize_id, unit),
    UNIQUE (digest)
  );
  CREATE TABLE withdrawn_codes (
    activity_id text NOT NULL,
    prize_id text NOT NULL,
    digest text PRIMARY KEY
  );
  CREATE TABLE code_pools (
    activity_id text NOT NULL,
    prize_id text NOT NULL,
    size int8 NOT NULL,
    PRIMARY KEY (activity_id, prize_id)
  );
  CREATE TABLE endpoints (
    name text PRIMARY KEY,
    stopped_at int8 NOT NULL,
    reason text NOT NULL
  );
  CREATE TABLE counters (
    activity_id text PRIMARY KEY,
    pin text NOT NULL,
    changed_at int8 NOT NULL
  );
`;
