/*
 * test_links: copies of drafts that are tried on phones. digest: SHA-256 of the token of the link. pictures: JSON, SHA-256 by
 * the name of a file. revoked_at: NULL while it was not ended before its time.
 */
export const testLinks = `
  CREATE TABLE test_links (
    id text PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    activity_id text NOT NULL,
    text text NOT NULL,
    pictures text NOT NULL,
    author text NOT NULL,
    at int8 NOT NULL,
    expires_at int8 NOT NULL,
    revoked_at int8
  );
  CREATE INDEX test_links_of ON test_links (activity_id, expires_at);
`;
