/*
 * What a look at one user, and the list of counters, read: never more rows than are shown. archive_earnings: the chances of one
 * user. deliveries_uid: the wins of one user, in all activities or in one by when they were won. deliveries_counter: the wins
 * that are handed over at a counter. deliveries.place is also who has marked a win as handed over.
 */
export const people = `
  CREATE INDEX archive_earnings ON archive_entries (activity_id, uid, at, seq) WHERE key IS NOT NULL;
  DROP INDEX deliveries_uid;
  CREATE INDEX deliveries_uid ON deliveries (uid, activity_id, won_at, draw_id);
  CREATE INDEX deliveries_counter ON deliveries (activity_id, state, changed_at) WHERE method = 'counter';
`;
