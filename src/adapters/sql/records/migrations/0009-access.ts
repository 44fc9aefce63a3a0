/*
 * Who is kept out: sessions that were ended, users who are blocked, and by which identities an activity knows its users.
 * Processes that serve visitors follow all three by `no`, which is the clock of the store in milliseconds, made to grow by at
 * least 1 with each change (access_counter.last): numbers that are given out after the store was restored from an old copy are
 * above those that processes have seen. Each change updates that row first, so that numbers become visible in their order.
 *
 * access_counter.swept_up_to: tokens that were issued until then may have been ended by a row that is removed; 0: none is.
 * session_ends: the newest end of each; kind: user, token (value: the SHA-256 as hex) or sid. blocked_users: those who were
 * unblocked stay for a while, so that followers see it. activity_namespaces: fixed at the first draw or earning.
 */
export const access = `
  CREATE TABLE access_counter (
    one int8 PRIMARY KEY,
    last int8 NOT NULL,
    swept_up_to int8 NOT NULL
  );
  INSERT INTO access_counter (one, last, swept_up_to) VALUES (1, 0, 0);
  CREATE TABLE session_ends (
    kind text NOT NULL,
    value text NOT NULL,
    no int8 NOT NULL,
    issued_up_to int8 NOT NULL,
    PRIMARY KEY (kind, value)
  );
  CREATE UNIQUE INDEX session_ends_no ON session_ends (no);
  CREATE TABLE blocked_users (
    uid text PRIMARY KEY,
    reason text NOT NULL,
    by_name text NOT NULL,
    at int8 NOT NULL,
    no int8 NOT NULL,
    is_blocked int8 NOT NULL
  );
  CREATE UNIQUE INDEX blocked_users_no ON blocked_users (no);
  CREATE INDEX blocked_users_at ON blocked_users (at, uid) WHERE is_blocked = 1;
  CREATE INDEX blocked_users_unblocked ON blocked_users (no) WHERE is_blocked = 0;
  CREATE TABLE activity_namespaces (
    activity_id text PRIMARY KEY,
    namespace text NOT NULL,
    at int8 NOT NULL,
    no int8 NOT NULL
  );
  CREATE UNIQUE INDEX activity_namespaces_no ON activity_namespaces (no);
`;
