import type { WinnersCsvOrder } from '../../../../application/deliveries/winners-csv.ts';
import type { ErrorReporter } from '../../../../domain/shared/error-reporter.ts';
import type { Vault } from '../../../../domain/shared/vault.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { winnersCsvInput } from '../contract/deliveries.ts';
import { sendTextStream } from '../send-text-stream.ts';

export interface WinnersRoutesDependencies {
  /** The list in parts; `null`: there was never such an activity. @throws Error if a store does not answer */
  readonly winners: (order: WinnersCsvOrder) => Promise<AsyncIterable<string> | null>;
  /** `null` where there are no keys. */
  readonly vault: () => Vault | null;
  readonly errorReporter: ErrorReporter;
}

/** The list by which prizes are handed over. */
export function winnersRoutes({
  winners,
  vault,
  errorReporter,
}: WinnersRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/winners.csv',
      access: 'personal',
      trail: 'look',
      summary: 'The winners of an activity as CSV; the look is in the trail',
      input: winnersCsvInput,
      output: 'file',
      handle: async ({ ctx, input, record }) => {
        const { id: activityId, state = null, method = null, since, forms } = input;
        const withForms = forms === '1';
        const keys = withForms ? vault() : null;
        if (withForms && keys === null) throw refusedBecause('no_key');
        const filter = { states: state, methods: method, since: since ? Date.parse(since) : null };
        const parts = await winners({ activityId, filter, vault: keys });
        if (parts === null) throw new ConsoleRefusal('not_found');
        await record({
          ...{ action: 'winners_exported', activityId },
          after: { forms: withForms, state, method, since: since ?? null },
        });
        const headers = [
          ...['Content-Type', 'text/csv; charset=utf-8'],
          ...['Content-Disposition', `attachment; filename="winners-${activityId}.csv"`],
        ];
        await sendTextStream(ctx, headers, parts, (error) =>
          errorReporter.report('a list of winners was not sent whole', error),
        );
      },
    }),
  ];
}
