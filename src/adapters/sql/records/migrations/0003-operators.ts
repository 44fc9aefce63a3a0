import type { RecordTarget } from '../record-target.ts';

type RecordKind = RecordTarget['kind'];

/*
 * People of the console. operators.key: equal for names that people take for one. operators.password: a slow hash with its
 * parameters; NULL: nobody signs in with one. operators.issuer, subject: who it is at the provider of the single sign-on.
 * version: grows with each change of role, state or password. operator_links.of: the account, or `first`; one link of each at
 * most. Of links, sessions and tokens there are digests alone. sign_in_failures.key: a digest of what was typed as a name, or
 * of an address. trail.seq: the order of the entries, also where a clock was set back. trail.operator_id: NULL where nobody is
 * signed in. trail.was, became: JSON.
 */
const SEQUENCE: Readonly<Record<RecordKind, string>> = {
  sqlite: 'integer PRIMARY KEY AUTOINCREMENT',
  postgres: 'int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
};

const tables = (kind: RecordKind) => `
  CREATE TABLE operators (
    id text PRIMARY KEY,
    name text NOT NULL,
    key text NOT NULL UNIQUE,
    role text NOT NULL,
    state text NOT NULL,
    via text NOT NULL,
    password text,
    issuer text,
    subject text,
    created_at int8 NOT NULL,
    last_sign_in_at int8,
    version int8 NOT NULL,
    UNIQUE (issuer, subject)
  );
  CREATE TABLE operator_links (
    of text PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    kind text NOT NULL,
    created_at int8 NOT NULL,
    expires_at int8 NOT NULL
  );
  CREATE TABLE operator_sessions (
    digest text PRIMARY KEY,
    id text NOT NULL UNIQUE,
    operator_id text NOT NULL,
    via text NOT NULL,
    started_at int8 NOT NULL,
    last_used_at int8 NOT NULL,
    expires_at int8 NOT NULL,
    address text NOT NULL,
    user_agent text NOT NULL
  );
  CREATE INDEX operator_sessions_of ON operator_sessions (operator_id);
  CREATE TABLE sign_in_failures (
    key text PRIMARY KEY,
    failures int8 NOT NULL,
    last_at int8 NOT NULL
  );
  CREATE INDEX sign_in_failures_old ON sign_in_failures (last_at);
  CREATE TABLE access_tokens (
    id text PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    name text NOT NULL,
    scopes text NOT NULL,
    created_at int8 NOT NULL,
    created_by text NOT NULL,
    created_by_name text NOT NULL,
    expires_at int8,
    last_used_at int8,
    revoked_at int8
  );
  CREATE TABLE trail (
    seq ${SEQUENCE[kind]},
    id text NOT NULL UNIQUE,
    at int8 NOT NULL,
    operator_id text,
    operator_name text NOT NULL,
    via text NOT NULL,
    address text NOT NULL,
    action text NOT NULL,
    activity_id text,
    target text,
    reason text NOT NULL,
    was text,
    became text
  );
  CREATE INDEX trail_of_activity ON trail (activity_id, seq);
  CREATE INDEX trail_of_operator ON trail (operator_id, seq);
`;

/* The text is split after each semicolon that ends a line: each of these statements is on one line. */
const APPEND_ONLY: Readonly<Record<RecordKind, string>> = {
  sqlite: `
  CREATE TRIGGER trail_keeps_rows BEFORE UPDATE ON trail BEGIN SELECT raise(abort, 'the trail is append-only'); END;
  CREATE TRIGGER trail_loses_none BEFORE DELETE ON trail BEGIN SELECT raise(abort, 'the trail is append-only'); END;
`,
  postgres: `
  CREATE FUNCTION refuse_to_change_trail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$;
  CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_trail();
`,
};

export const operators = (kind: RecordKind): string => tables(kind) + APPEND_ONLY[kind];
