/*
 * The second edition of the ledger. Times are milliseconds since the epoch, amounts are whole cents.
 *
 * log: five kinds of entries, each with its own columns; the others are NULL. An entry of a set of rules has its number
 * alone, and the set itself stands in `rules`. log_wins: the wins of each user, in place of JSON in the account.
 * accounts.won: JSON of the number of wins of each prize id. earned_keys: of grants and invitations alone.
 *
 * What was recorded before is kept, with what it lacked made up as follows.
 * - Units: the awards of each prize in the order of the log.
 * - Costs and `spent`: 0. A budget counts from here on.
 * - Sets of rules: numbered in the order of their first draws, and in force from those times. They have no entry in the
 *   log, in which there is no number left for one, and an empty head, as SQLite has no SHA-256: the chain of hashes
 *   begins with the first set that is announced from here on. Their texts have all of the rules, so nothing is sealed.
 * - Draws of a row without a prize of value: by the values in the rules of each draw. What is written as a value is a
 *   decimal text, and more than nothing if it has a digit other than 0.
 */
export const secondLedger = `
  ALTER TABLE books ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE books ADD COLUMN swept_at INTEGER;

  ALTER TABLE rules RENAME TO first_rules;
  CREATE TABLE rules (
    activity_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    hash TEXT NOT NULL,
    text TEXT NOT NULL,
    sealed TEXT NOT NULL,
    at INTEGER NOT NULL,
    release INTEGER,
    head TEXT NOT NULL,
    PRIMARY KEY (activity_id, no)
  ) WITHOUT ROWID;
  -- With min(seq), SQLite takes the other columns of a group from the row that has it.
  INSERT INTO rules (activity_id, no, hash, text, sealed, at, head)
  SELECT used.activity_id, row_number() OVER (PARTITION BY used.activity_id ORDER BY used.first_seq), used.hash,
         coalesce(first_rules.text, ''), '', used.at, ''
  FROM (
    SELECT activity_id, rules_hash AS hash, min(seq) AS first_seq, at FROM log GROUP BY activity_id, rules_hash
  ) AS used LEFT JOIN first_rules USING (activity_id, hash);
  DROP TABLE first_rules;

  ALTER TABLE log RENAME TO first_log;
  CREATE TABLE log (
    activity_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    uid TEXT,
    day TEXT,
    request_id TEXT,
    draw_id TEXT,
    draw_no INTEGER,
    seed_no INTEGER,
    rules_no INTEGER,
    prize_id TEXT,
    unit INTEGER,
    cost INTEGER,
    key TEXT,
    chances INTEGER,
    inviter TEXT,
    last_seq INTEGER,
    PRIMARY KEY (activity_id, seq)
  ) WITHOUT ROWID;
  INSERT INTO log (activity_id, seq, kind, at, uid, day, request_id, draw_id, draw_no, seed_no, rules_no, prize_id, unit,
                   cost)
  SELECT draw.activity_id, draw.seq, 'draw', draw.at, draw.uid, draw.day, draw.request_id, draw.draw_id, draw.draw_no,
         draw.seed_no, (
           SELECT no FROM rules WHERE rules.activity_id = draw.activity_id AND rules.hash = draw.rules_hash
         ), draw.prize_id, award.unit, 0
  FROM first_log AS draw LEFT JOIN (
    SELECT activity_id, seq, row_number() OVER (PARTITION BY activity_id, prize_id ORDER BY seq) AS unit
    FROM first_log WHERE prize_id IS NOT NULL
  ) AS award USING (activity_id, seq)
  ORDER BY draw.activity_id, draw.seq;
  DROP TABLE first_log;
  CREATE UNIQUE INDEX log_by_request ON log (activity_id, uid, request_id) WHERE request_id IS NOT NULL;
  CREATE INDEX log_wins ON log (activity_id, uid, seq) WHERE prize_id IS NOT NULL;

  ALTER TABLE accounts RENAME TO first_accounts;
  CREATE TABLE accounts (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    draw_no INTEGER NOT NULL,
    last_day TEXT,
    drawn_on_day INTEGER NOT NULL,
    daily_on_day INTEGER NOT NULL,
    earned INTEGER NOT NULL,
    earned_used INTEGER NOT NULL,
    streak INTEGER NOT NULL,
    sign_ins_on_day INTEGER NOT NULL,
    shares_on_day INTEGER NOT NULL,
    invited INTEGER NOT NULL,
    helped TEXT,
    won TEXT NOT NULL,
    PRIMARY KEY (activity_id, uid)
  ) WITHOUT ROWID;
  INSERT INTO accounts
  SELECT activity_id, uid, draw_no, draw_no, day, drawn_on_day, drawn_on_day, 0, 0,
         draw_no - coalesce(wins.last_of_value, 0), 0, 0, 0, NULL, coalesce(wins.won, '{}')
  FROM first_accounts LEFT JOIN (
    SELECT activity_id, uid, json_group_object(prize_id, count) AS won, max(last_of_value) AS last_of_value
    FROM (
      SELECT log.activity_id, log.uid, log.prize_id, count(*) AS count, max(
               CASE WHEN json_valid(rules.text)
                     AND json_extract(rules.text, '$.rules.prizes."' || log.prize_id || '".value') GLOB '*[1-9]*'
               THEN log.draw_no END
             ) AS last_of_value
      FROM log LEFT JOIN rules ON rules.activity_id = log.activity_id AND rules.no = log.rules_no
      WHERE log.prize_id IS NOT NULL
      GROUP BY log.activity_id, log.uid, log.prize_id
    ) GROUP BY activity_id, uid
  ) AS wins USING (activity_id, uid)
  ORDER BY activity_id, uid;
  DROP TABLE first_accounts;

  CREATE TABLE earned_keys (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (activity_id, uid, key)
  ) WITHOUT ROWID;
  CREATE TABLE open_helps (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    inviter TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (activity_id, uid)
  ) WITHOUT ROWID;
`;
