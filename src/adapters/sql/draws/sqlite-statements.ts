import type { DrawDatabase } from '../draw-database.ts';

/** The ledger's statements, compiled once for each connection. */
export function ledgerStatements(db: DrawDatabase) {
  return {
    account: db.prepare(
      'SELECT draw_no, day, drawn_on_day, wins FROM accounts WHERE activity_id = ? AND uid = ?',
    ),
    recordedDraw: db.prepare(
      'SELECT draw_id, draw_no, prize_id FROM log WHERE activity_id = ? AND uid = ? AND request_id = ?',
    ),
    awardCount: db.prepare('SELECT count FROM awarded WHERE activity_id = ? AND prize_id = ?'),
    awards: db.prepare('SELECT prize_id, count FROM awarded WHERE activity_id = ?'),
    lastSeed: db.prepare(
      'SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? ORDER BY no DESC LIMIT 1',
    ),
    seed: db.prepare('SELECT no, secret, revealed_at FROM seeds WHERE activity_id = ? AND no = ?'),
    addSeed: db.prepare('INSERT INTO seeds (activity_id, no, secret) VALUES (?, ?, ?)'),
    reveal: db.prepare(
      'UPDATE seeds SET revealed_at = coalesce(revealed_at, ?) WHERE activity_id = ? AND no = ?',
    ),
    nextSeq: db.prepare(
      'INSERT INTO books (activity_id, seq) VALUES (?, 1) ON CONFLICT DO UPDATE SET seq = seq + 1 RETURNING seq',
    ),
    award: db.prepare(
      'INSERT INTO awarded (activity_id, prize_id, count) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
    ),
    putAccount: db.prepare(
      'INSERT OR REPLACE INTO accounts (activity_id, uid, draw_no, day, drawn_on_day, wins) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    addRules: db.prepare('INSERT OR IGNORE INTO rules (activity_id, hash, text) VALUES (?, ?, ?)'),
    addLog: db.prepare(
      `INSERT INTO log (activity_id, seq, uid, request_id, draw_id, draw_no, day, at, seed_no, rules_hash, prize_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}
