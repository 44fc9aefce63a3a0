/* The draws of one user in one activity, in their order. An entry of another kind has no number of a draw. */
export const drawsByUser = `
  CREATE INDEX archive_draws ON archive_entries (activity_id, uid, draw_no) WHERE draw_no IS NOT NULL;
`;
