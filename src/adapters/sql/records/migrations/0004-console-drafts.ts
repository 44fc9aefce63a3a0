/*
 * console_drafts: the latest version of the draft of each activity. text: NULL after it was discarded; the row stays, so that
 * no version comes twice. pictures: JSON, SHA-256 by the name of a file. base: JSON, the release that it began from.
 * console_draft_versions: the last versions, for merges. simulations: the last ones of each activity; order_json, report: JSON.
 * progress: in thousandths.
 */
export const consoleDrafts = `
  CREATE TABLE console_drafts (
    activity_id text PRIMARY KEY,
    version int8 NOT NULL,
    text text,
    pictures text NOT NULL,
    base text NOT NULL,
    starts_paused int8 NOT NULL,
    author text NOT NULL,
    at int8 NOT NULL
  );
  CREATE TABLE console_draft_versions (
    activity_id text NOT NULL,
    version int8 NOT NULL,
    text text NOT NULL,
    pictures text NOT NULL,
    PRIMARY KEY (activity_id, version)
  );
  CREATE TABLE simulations (
    id text PRIMARY KEY,
    activity_id text NOT NULL,
    content text NOT NULL,
    order_json text NOT NULL,
    state text NOT NULL,
    failure text,
    report text,
    author text NOT NULL,
    at int8 NOT NULL,
    progress int8 NOT NULL,
    seen_at int8 NOT NULL
  );
  CREATE INDEX simulations_of ON simulations (activity_id, at);
`;
