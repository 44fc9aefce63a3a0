import { unlimited } from '../../src/adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { cryptoEntropy } from '../../src/adapters/system/crypto-entropy.ts';
import { uuidIdentifiers } from '../../src/adapters/system/uuid-identifiers.ts';
import type { ActivityGate } from '../../src/application/admission/activity-gate.ts';
import { Accounts } from '../../src/application/draws/accounts.ts';
import { ChancesService } from '../../src/application/draws/chances-service.ts';
import { DrawService } from '../../src/application/draws/draw-service.ts';
import { Drawers } from '../../src/application/draws/drawers.ts';
import type { DrawsCapability } from '../../src/application/draws/draws-capability.ts';
import { FairnessService } from '../../src/application/draws/fairness-service.ts';
import { Invitations } from '../../src/application/draws/invitations.ts';
import { InviteCodes } from '../../src/application/draws/invite-codes.ts';
import { LoadedCodes } from '../../src/application/draws/loaded-codes.ts';
import { RulesChain } from '../../src/application/draws/rules-chain.ts';
import { Seeds } from '../../src/application/draws/seeds.ts';
import { drawCapabilities } from '../../src/application/kinds/kinds.ts';
import type { Ledger } from '../../src/domain/draws/ledger.ts';
import type { Clock } from '../../src/domain/shared/clock.ts';
import type { RateLimiter } from '../../src/domain/visitors/rate-limiter.ts';
import type { RiskAssessor } from '../../src/domain/visitors/risk-assessor.ts';

/** The parts by which one process draws; several may share a ledger. */
export interface DrawProcess {
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly inviteCodes: InviteCodes;
  readonly draws: DrawService;
  readonly chances: ChancesService;
  readonly invitations: Invitations;
  readonly fairness: FairnessService;
}

export function drawProcess({
  ledger,
  gate,
  clock,
  capabilities = drawCapabilities,
  rateLimiter = unlimited,
  riskAssessor = null,
}: {
  readonly ledger: Ledger;
  readonly gate: ActivityGate;
  readonly clock: Clock;
  readonly capabilities?: ReadonlyMap<string, DrawsCapability>;
  readonly rateLimiter?: RateLimiter;
  readonly riskAssessor?: RiskAssessor | null;
}): DrawProcess {
  const seeds = new Seeds(ledger, cryptoEntropy);
  const accounts = new Accounts(ledger);
  const drawers = new Drawers({ gate, capabilities, clock });
  const inviteCodes = new InviteCodes(ledger, cryptoEntropy, seeds);
  const common = { drawers, ledger, accounts, inviteCodes, seeds, clock };
  const rules = new RulesChain(ledger, cryptoEntropy);
  const codes = new LoadedCodes(ledger, capabilities);
  const invitations = new Invitations(common);
  return {
    accounts,
    seeds,
    inviteCodes,
    invitations,
    draws: new DrawService({
      ...common,
      ...{ codes, rules, rateLimiter, riskAssessor, identifiers: uuidIdentifiers },
    }),
    chances: new ChancesService({ ...common, codes, rules, invitations, rateLimiter }),
    fairness: new FairnessService({ gate, book: ledger, seeds, clock }),
  };
}
