/*
 * The second edition of the ledger. Times are milliseconds since the epoch, amounts are whole cents.
 *
 * log: five kinds of entries, each with its own columns; the others are NULL. An entry of a set of rules has its number
 * alone, and the set itself stands in `rules`, its text in `rules_texts`, so that a list of sets reads no texts. log_wins: the wins of each user, in place of JSON in the account.
 * accounts.won: JSON of the number of wins of each prize id. earned_keys: of grants and invitations alone.
 *
 * What was recorded before is kept, with what it lacked made up as follows.
 * - Units: the awards of each prize in the order of the log.
 * - Costs and `spent`: by the values in the rules of each draw, a part of a cent as one. A text that is no JSON, or has
 *   no value, makes no cost.
 * - Sets of rules: numbered in the order of their first draws, and in force from those times. They have no entry in the
 *   log, in which there is no number left for one, and an empty head, as SQLite has no SHA-256: the chain of hashes
 *   begins with the first set that is announced from here on. Their texts have all of the rules, so nothing is sealed.
 * - Draws of a row without a prize of value: by these costs.
 */
export const secondLedger = `
  ALTER TABLE books ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE books ADD COLUMN swept_at INTEGER;

  ALTER TABLE rules RENAME TO first_rules;
  CREATE TABLE rules (
    activity_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    release INTEGER,
    head TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (activity_id, no)
  ) WITHOUT ROWID;
  CREATE TABLE rules_texts (
    activity_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    text TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (activity_id, no)
  );
  -- With min(seq), SQLite takes the other columns of a group from the row that has it.
  INSERT INTO rules (activity_id, no, hash, at, head, salt)
  SELECT activity_id, row_number() OVER (PARTITION BY activity_id ORDER BY first_seq), hash, at, '', ''
  FROM (
    SELECT activity_id, rules_hash AS hash, min(seq) AS first_seq, at FROM log GROUP BY activity_id, rules_hash
  );
  INSERT INTO rules_texts (activity_id, no, text, sealed)
  SELECT rules.activity_id, rules.no, coalesce(first_rules.text, ''), ''
  FROM rules LEFT JOIN first_rules USING (activity_id, hash)
  ORDER BY rules.activity_id, rules.no;
  DROP TABLE first_rules;

  -- The value of each prize by each set of rules that it was won under; a text is parsed once for each.
  CREATE TABLE first_values (
    activity_id TEXT NOT NULL,
    rules_no INTEGER NOT NULL,
    prize_id TEXT NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (activity_id, rules_no, prize_id)
  ) WITHOUT ROWID;
  INSERT INTO first_values
  SELECT activity_id, no, prize_id, min(9007199254740991, CAST(CAST(value AS REAL) * 100 + 0.999999 AS INTEGER))
  FROM (
    SELECT won.activity_id, rules.no, won.prize_id, CASE WHEN json_valid(texts.text)
           THEN json_extract(texts.text, '$.rules.prizes."' || won.prize_id || '".value') END AS value
    FROM (
      SELECT DISTINCT activity_id, rules_hash AS hash, prize_id FROM log WHERE prize_id IS NOT NULL
    ) AS won JOIN rules USING (activity_id, hash)
    JOIN rules_texts AS texts ON texts.activity_id = rules.activity_id AND texts.no = rules.no
  ) WHERE value IS NOT NULL;

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
  UPDATE log SET cost = first_values.cents FROM first_values
  WHERE log.activity_id = first_values.activity_id AND log.rules_no = first_values.rules_no
    AND log.prize_id = first_values.prize_id;
  UPDATE books SET spent = (
    SELECT coalesce(sum(cost), 0) FROM log WHERE log.activity_id = books.activity_id
  );
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
      SELECT activity_id, uid, prize_id, count(*) AS count,
             max(CASE WHEN cost > 0 THEN draw_no END) AS last_of_value
      FROM log WHERE prize_id IS NOT NULL
      GROUP BY activity_id, uid, prize_id
    ) GROUP BY activity_id, uid
  ) AS wins USING (activity_id, uid)
  ORDER BY activity_id, uid;
  DROP TABLE first_accounts;
  DROP TABLE first_values;

  CREATE TABLE earned_keys (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (activity_id, uid, key)
  ) WITHOUT ROWID;
  CREATE TABLE invite_keys (
    activity_id TEXT PRIMARY KEY,
    secret TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE open_helps (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    inviter TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (activity_id, uid)
  ) WITHOUT ROWID;
`;
