import type { WonFilter, WonList } from '../../domain/deliveries/won-list.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import type { Vault } from '../../domain/shared/vault.ts';
import { drawsTimezone } from '../draws/draws-timezone.ts';
import { EXCEL_MARK, headOf, renderRow } from '../shared/render-row.ts';
import { formOfWin } from './form-of-win.ts';
import { listWins } from './list-wins.ts';
import { type PhoneCell, wonColumns, wonRow } from './won-row.ts';

export interface WinnersCsvOrder {
  readonly activityId: string;
  readonly filter: WonFilter;
  /** Opens what winners have filled in; `null`: the list is without it. */
  readonly vault: Vault | null;
}

/**
 * The winners of an activity as CSV, in pages. A form that cannot be opened is empty.
 * @throws Error if a store does not answer, also while the pages are read
 */
export async function winnersCsv(
  drawLog: DrawLog,
  wonList: WonList,
  phoneCell: PhoneCell,
  { activityId, filter, vault }: WinnersCsvOrder,
): Promise<AsyncIterable<string>> {
  const columns = wonColumns(vault !== null);
  const timezone = await drawsTimezone(drawLog, activityId);
  const { pages } = await listWins(drawLog, wonList, activityId, filter);
  return (async function* () {
    yield EXCEL_MARK + headOf(columns, 'csv');
    for await (const page of pages) {
      const rows = page.map((win) => {
        const form = vault && formOfWin(win, vault);
        return wonRow(win, form === 'unopened' ? null : form, { timezone, format: 'csv', phoneCell });
      });
      yield rows.map((row) => renderRow(row, columns, 'csv')).join('');
    }
  })();
}
