/*
 * releases: the texts of activities as they were published. pictures: JSON, SHA-256 by the name of a file. content: identifies
 * text and pictures. release_changes: each change of what is served; no, candidate, paused, removed, managed_by, draft: as it
 * is from then on; candidate: JSON. release_counter: one row; its lock gives the changes one order, in which they become
 * visible too, so that who has read up to a version misses none. findings: grows with each change of release_findings, which
 * are the files that are invalid now. release_schedule.outcome: NULL while it waits.
 */
export const releases = `
  CREATE TABLE releases (
    activity_id text NOT NULL,
    no int8 NOT NULL,
    hash text NOT NULL,
    content text NOT NULL,
    text text NOT NULL,
    pictures text NOT NULL,
    at int8 NOT NULL,
    author text NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (activity_id, no)
  );
  CREATE TABLE release_changes (
    version int8 PRIMARY KEY,
    activity_id text NOT NULL,
    action text NOT NULL,
    at int8 NOT NULL,
    in_force_at int8 NOT NULL,
    author text NOT NULL,
    note text NOT NULL,
    no int8 NOT NULL,
    candidate text,
    paused int8 NOT NULL,
    removed int8 NOT NULL,
    managed_by text NOT NULL,
    draft text
  );
  CREATE INDEX release_changes_of ON release_changes (activity_id, version);
  CREATE TABLE release_counter (
    one integer PRIMARY KEY,
    version int8 NOT NULL,
    findings int8 NOT NULL
  );
  INSERT INTO release_counter (one, version, findings) VALUES (1, 0, 0);
  CREATE TABLE release_findings (
    activity_id text PRIMARY KEY,
    path text NOT NULL,
    problems text NOT NULL
  );
  CREATE TABLE release_pictures (
    hash text PRIMARY KEY,
    bytes bytea NOT NULL
  );
  CREATE TABLE release_approvals (
    activity_id text NOT NULL,
    content text NOT NULL,
    approver text NOT NULL,
    at int8 NOT NULL,
    PRIMARY KEY (activity_id, content, approver)
  );
  CREATE TABLE release_schedule (
    id text PRIMARY KEY,
    activity_id text NOT NULL,
    due_at int8 NOT NULL,
    beside_no int8 NOT NULL,
    hash text NOT NULL,
    content text NOT NULL,
    text text NOT NULL,
    pictures text NOT NULL,
    author text NOT NULL,
    note text NOT NULL,
    outcome text,
    closed_at int8
  );
  CREATE INDEX release_schedule_due ON release_schedule (due_at) WHERE outcome IS NULL;
`;
