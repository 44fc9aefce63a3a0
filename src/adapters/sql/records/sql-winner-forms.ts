import type { WinnerForm, WinnerForms } from '../../../domain/deliveries/winner-forms.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** Single forms of the table `forms`. */
export class SqlWinnerForms implements WinnerForms {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  formOf(activityId: string, drawId: string): Promise<WinnerForm | 'no_win' | 'no_form'> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('deliveries')
        .leftJoin('forms', (join) =>
          join
            .onRef('forms.activity_id', '=', 'deliveries.activity_id')
            .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
        )
        .select(['uid', 'form', 'received_at', 'forms.changed_at'])
        .where('deliveries.activity_id', '=', activityId)
        .where('deliveries.draw_id', '=', drawId)
        .executeTakeFirst();
      if (!row) return 'no_win';
      const { uid, form, received_at, changed_at } = row;
      if (form === null || received_at === null || changed_at === null) return 'no_form';
      return { uid, sealed: form, receivedAt: received_at, changedAt: changed_at };
    });
  }
}
