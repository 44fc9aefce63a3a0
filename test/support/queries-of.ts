import type { CompiledQuery, Kysely } from 'kysely';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { RecordSource } from '../../src/adapters/sql/records/record-source.ts';

/** The queries that the work makes on these records. */
export async function queriesOf(
  { kind, db }: RecordDatabase,
  work: (records: RecordSource) => Promise<unknown>,
): Promise<CompiledQuery[]> {
  const queries: CompiledQuery[] = [];
  // With a plugin Kysely makes an executor of its own, which nobody else uses.
  const watched = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  });
  const executor = (watched as Kysely<never>).getExecutor();
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = (query) => {
    queries.push(query as CompiledQuery);
    return execute(query);
  };
  await work({ kind, db: watched });
  return queries;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How many rows PostgreSQL reads from tables and indexes for a query. */
export async function rowsReadBy({ db }: RecordDatabase, query: CompiledQuery): Promise<number> {
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>({
    ...query,
    sql: `explain (analyze, format json) ${query.sql}`,
  } as CompiledQuery<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>);
  return rows.reduce(
    (sum, row) => sum + row['QUERY PLAN'].reduce((all, { Plan }) => all + readIn(Plan), 0),
    0,
  );
}

function readIn(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, each) => sum + readIn(each), 0);
  if (!/Scan/.test(node['Node Type'])) return below;
  return below + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}
