import { libphonenumberPhones } from '../adapters/libphonenumber/libphonenumber-phones.ts';
import { SqlClaims } from '../adapters/sql/records/sql-claims.ts';
import { SqlDrawHistory } from '../adapters/sql/records/sql-draw-history.ts';
import { SqlLatestWins } from '../adapters/sql/records/sql-latest-wins.ts';
import { SqlWinnerDeliveries } from '../adapters/sql/records/sql-winner-deliveries.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { ArchivedWins } from '../application/deliveries/archived-wins.ts';
import { ClaimService } from '../application/deliveries/claim-service.ts';
import { OwnDraws } from '../application/deliveries/own-draws.ts';
import { ShownDeliveries } from '../application/deliveries/shown-deliveries.ts';
import { LiveService } from '../application/draws/live-service.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** What winners see of the deliveries of their wins, the forms that they fill in, and what anyone sees of the wins. */
export function registerDeliveries(registry: Registry): void {
  registry.factory(tokens.winnerDeliveries, (get) => new SqlWinnerDeliveries(get(tokens.records)));
  registry.factory(tokens.formClaims, (get) => new SqlClaims(get(tokens.records)));
  registry.factory(tokens.drawHistory, (get) => new SqlDrawHistory(get(tokens.records)));
  registry.factory(tokens.archivedWins, (get) => new ArchivedWins(new SqlLatestWins(get(tokens.records))));
  registerShownDeliveries(registry);
}

/** The same on stores that are registered already. */
export function registerShownDeliveries(registry: Registry): void {
  registry.factory(
    tokens.shownDeliveries,
    (get) =>
      new ShownDeliveries({
        capabilities: drawCapabilities,
        deliveries: get(tokens.winnerDeliveries),
        codePool: () => get(tokens.codePool),
        vault: () => get(tokens.vault),
        errorReporter: get(tokens.errorReporter),
      }),
  );
  registry.factory(
    tokens.live,
    (get) =>
      new LiveService({
        gate: get(tokens.gate),
        drawers: get(tokens.drawers),
        codes: get(tokens.codes),
        ledger: get(tokens.ledger),
        archive: get(tokens.archivedWins),
        clock: get(tokens.clock),
        errorReporter: get(tokens.errorReporter),
      }),
  );
  registry.factory(
    tokens.ownDraws,
    (get) =>
      new OwnDraws({
        drawers: get(tokens.drawers),
        history: get(tokens.drawHistory),
        clock: get(tokens.clock),
      }),
  );
  registry.factory(
    tokens.claims,
    (get) =>
      new ClaimService({
        drawers: get(tokens.drawers),
        ledger: get(tokens.ledger),
        deliveries: get(tokens.winnerDeliveries),
        claims: get(tokens.formClaims),
        shown: get(tokens.shownDeliveries),
        vault: () => get(tokens.vault),
        phones: libphonenumberPhones,
        clock: get(tokens.clock),
        timer: systemTimer,
        rateLimiter: get(tokens.rateLimiter),
        riskAssessor: get(tokens.riskAssessor),
      }),
  );
}
