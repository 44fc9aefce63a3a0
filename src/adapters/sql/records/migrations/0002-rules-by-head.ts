/*
 * archive_rules: after an accepted loss the ledger announces other sets under the numbers of those that it has lost. Both
 * are kept: draws that were set aside had the earlier one. A set is told by the head of its chain, as in archive_entries.
 */
export const rulesByHead = `
  ALTER TABLE archive_rules RENAME TO archive_rules_before;
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
    CONSTRAINT archive_rules_by_head PRIMARY KEY (activity_id, no, head)
  );
  INSERT INTO archive_rules SELECT activity_id, no, hash, at, release, head, salt, text, sealed FROM archive_rules_before;
  DROP TABLE archive_rules_before;
`;
