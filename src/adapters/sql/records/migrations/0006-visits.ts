/*
 * Counts of visits and draws. A time is the beginning of its piece in milliseconds since the epoch; step: the length of that
 * piece, a minute or an hour; hour: the beginning of an hour of UTC.
 *
 * visit_times: visits of an activity; visitors: those who came for the first time on that day. visit_counts: visits, and the
 * draws and wins that the public side has counted, by zone and channel. visit_refusals: by the code of the answer. visit_sketches:
 * how many different visitors there were; registers: base64, see visit-sketch.ts; kind and name: of which visitors. visit_writers: the number of the last
 * batch of each process, so that none is added twice.
 * draw_times, draw_totals: sums over archive_entries, in the same transaction. drawers: users who drew for the first time; spent:
 * whole cents; earned: chances; prize_id: '' where nothing was won. What was archived before this migration is added up here.
 * deliveries_progress: wins of an activity by how far they are, counted by the index alone.
 */
export const visits = `
  CREATE TABLE visit_times (
    activity_id text NOT NULL,
    step int8 NOT NULL,
    at int8 NOT NULL,
    visits int8 NOT NULL,
    visitors int8 NOT NULL,
    PRIMARY KEY (activity_id, step, at)
  );
  CREATE INDEX visit_times_at ON visit_times (step, at);
  CREATE TABLE visit_counts (
    activity_id text NOT NULL,
    hour int8 NOT NULL,
    zone text NOT NULL,
    channel text NOT NULL,
    visits int8 NOT NULL,
    draws int8 NOT NULL,
    wins int8 NOT NULL,
    PRIMARY KEY (activity_id, hour, zone, channel)
  );
  CREATE INDEX visit_counts_hour ON visit_counts (hour);
  CREATE TABLE visit_refusals (
    activity_id text NOT NULL,
    hour int8 NOT NULL,
    code text NOT NULL,
    count int8 NOT NULL,
    PRIMARY KEY (activity_id, hour, code)
  );
  CREATE INDEX visit_refusals_hour ON visit_refusals (hour);
  CREATE TABLE visit_sketches (
    activity_id text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    registers text NOT NULL,
    visitors int8 NOT NULL,
    changed_at int8 NOT NULL,
    PRIMARY KEY (activity_id, kind, name)
  );
  CREATE INDEX visit_sketches_changed ON visit_sketches (changed_at);
  CREATE TABLE visit_writers (
    writer text PRIMARY KEY,
    no int8 NOT NULL,
    at int8 NOT NULL
  );
  CREATE TABLE draw_times (
    activity_id text NOT NULL,
    step int8 NOT NULL,
    at int8 NOT NULL,
    draws int8 NOT NULL,
    drawers int8 NOT NULL,
    wins int8 NOT NULL,
    spent int8 NOT NULL,
    earned int8 NOT NULL,
    PRIMARY KEY (activity_id, step, at)
  );
  CREATE INDEX draw_times_at ON draw_times (step, at);
  CREATE TABLE draw_totals (
    activity_id text NOT NULL,
    prize_id text NOT NULL,
    draws int8 NOT NULL,
    drawers int8 NOT NULL,
    spent int8 NOT NULL,
    earned int8 NOT NULL,
    PRIMARY KEY (activity_id, prize_id)
  );
  CREATE INDEX release_schedule_closed ON release_schedule (closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX deliveries_progress ON deliveries (activity_id, prize_id, method, state, won_at);
  INSERT INTO draw_times (activity_id, step, at, draws, drawers, wins, spent, earned)
    SELECT activity_id, 60000, at - at % 60000, count(draw_id), count(CASE WHEN draw_no = 1 THEN 1 END), count(prize_id),
      coalesce(sum(cost), 0), coalesce(sum(chances), 0)
    FROM archive_entries WHERE kind IN ('draw', 'earning') AND log NOT LIKE '%~%' GROUP BY activity_id, at - at % 60000;
  INSERT INTO draw_times (activity_id, step, at, draws, drawers, wins, spent, earned)
    SELECT activity_id, 3600000, at - at % 3600000, sum(draws), sum(drawers), sum(wins), sum(spent), sum(earned)
    FROM draw_times WHERE step = 60000 GROUP BY activity_id, at - at % 3600000;
  INSERT INTO draw_totals (activity_id, prize_id, draws, drawers, spent, earned)
    SELECT activity_id, coalesce(prize_id, ''), count(draw_id), count(CASE WHEN draw_no = 1 THEN 1 END),
      coalesce(sum(cost), 0), coalesce(sum(chances), 0)
    FROM archive_entries WHERE kind IN ('draw', 'earning') AND log NOT LIKE '%~%'
    GROUP BY activity_id, coalesce(prize_id, '');
`;
