/* pools: how many units of a prize there are to hand out, such as redeem codes. They are in another store. */
export const pools = `
  CREATE TABLE pools (
    activity_id TEXT NOT NULL,
    prize_id TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (activity_id, prize_id)
  ) WITHOUT ROWID;
`;
