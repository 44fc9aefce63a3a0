/* traces: of draws whose requests were traced, the `traceparent` of the commit, until then. Beside the record: no entry names it. */
export const traces = `
  CREATE TABLE traces (
    draw_id TEXT PRIMARY KEY,
    traceparent TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX traces_by_end ON traces (expires_at);
`;
