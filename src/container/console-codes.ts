import { answeredWithin } from '../adapters/koa/console/answered-within.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import { codesRoutes } from '../adapters/koa/console/routes/codes-routes.ts';
import { SqlCodeCounts } from '../adapters/sql/records/sql-code-counts.ts';
import { SqlCodeStore } from '../adapters/sql/records/sql-code-store.ts';
import type { DraftPrizes } from '../application/authoring/drafts/draft-prizes.ts';
import { CodeDesk, type CodeSealing } from '../application/deliveries/code-desk.ts';
import { CodeImport } from '../application/deliveries/code-import.ts';
import type { CodeStore } from '../domain/deliveries/code-store.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import { codeWords } from './code-words.ts';
import { restBetweenBatches } from './open-codes.ts';
import { mayWriteRecords } from './records-owner.ts';
import { writablePools } from './register-code-tasks.ts';
import type { Get } from './registry.ts';
import { servedLedger } from './served-ledger.ts';
import { tokens } from './tokens.ts';

/* A person waits, and sees then that a store is away. Counts are over all codes of the activity. */
const ANSWER_MS = 10_000;

/* On SQLite nothing else in this process has its turn during a transaction, which is half of that of a command. */
const CODES_PER_BATCH = 1000;

/** The routes of redeem codes. */
export function consoleCodes(get: Get, prizes: Pick<DraftPrizes, 'of'>): readonly ConsoleRoute[] {
  const records = get(tokens.records);
  const open = servedLedger(get);
  const desk = new CodeDesk({
    prizesOf: (activityId) => prizes.of(activityId),
    counts: new SqlCodeCounts(records),
    ledger: {
      pools: async (activityId) => (await open()).pools.pools(activityId),
      awarded: async (activityId) => {
        const { awarded, spent } = await (await open()).drawLog.book(activityId);
        return { counts: Object.fromEntries(awarded), spent };
      },
    },
    sealing: sealingOf(get),
    clock: get(tokens.clock),
  });
  const rows = codesRoutes({ desk, words: codeWords, errorReporter: get(tokens.errorReporter) });
  return rows.flatMap((row) =>
    // A file takes as long as it takes.
    row.body === 'raw' ? row : answeredWithin(ANSWER_MS, [row], () => records.isUp()),
  );
}

function sealingOf(get: Get): CodeSealing | null {
  const vault = get(tokens.vault);
  if (!vault) return null;
  const records = get(tokens.records);
  const sql = new SqlCodeStore(records, vault);
  const store: Pick<CodeStore, 'add' | 'known'> = {
    known: (place, codes) => sql.known(place, codes),
    add: async (place, codes) => {
      await assertOurs(get);
      return sql.add(place, codes);
    },
  };
  const rest = restBetweenBatches(records.kind);
  return {
    store,
    codeImport: new CodeImport({
      store,
      pools: writablePools(get),
      rest,
      monotonic: performance,
      batch: CODES_PER_BATCH,
    }),
  };
}

/* Codes that were announced to the draws of another record store could not be given. */
async function assertOurs(get: Get): Promise<void> {
  const isOurs = await mayWriteRecords(get).catch((cause) => {
    throw new DependencyError('draw ledger', 'it did not say which record store is its own', { cause });
  });
  if (!isOurs) throw new DependencyError('record store', 'it is not ready');
}
