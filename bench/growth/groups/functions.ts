import { commitArguments } from '../../../src/adapters/redis/draws/commit-arguments.ts';
import { drawKeys } from '../../../src/adapters/redis/draws/draw-keys.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import { decideDraw } from '../../../src/domain/draws/decide-draw.ts';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import { prizeTable } from '../../../src/domain/draws/prize-table.ts';
import { userDrawInfo } from '../../../src/domain/draws/user-draw-info.ts';
import { candidate, sampleCommit } from '../../../test/contracts/sample-commits.ts';
import type { Curve, Group } from '../curve.ts';
import { callProbe } from '../probes.ts';

const PRIZES = [10, 100, 1000, 10_000, 100_000];
const STEPS = [1, 10, 100, 1000];
const DIFFERENT = [1, 10, 100, 1000];
const AT = Date.parse('2026-11-11T10:00:00+08:00');

/** The parts of a draw that know rules, called in this process: for more prizes than a file may have. */
export function functions(): Group {
  return {
    name: 'functions',
    open: async () => ({ curves: [draws(), tables(), steps(), differentPrizes()], close: async () => {} }),
  };
}

function draws(): Curve {
  const points = PRIZES.map((x) => ({
    x,
    open: async () => {
      const { activity, table, account } = drawing(x);
      const { denominator } = table;
      return callProbe({
        decideDraw: (calls) => {
          // Steps through all tickets.
          for (let call = 0; call < calls; call++) {
            decideDraw(activity, table, 'u1', account, (BigInt(call) * 7919n) % denominator, AT);
          }
        },
        userDrawInfo: (calls) => {
          for (let call = 0; call < calls; call++) userDrawInfo('u1', account, activity.details, AT);
        },
      });
    },
  }));
  return { name: 'the decision and the answer of a draw', of: 'prizes', unit: 'ns', points };
}

function tables(): Curve {
  const points = PRIZES.map((x) => ({
    x,
    open: async () => {
      const { details } = drawing(x).activity;
      return callProbe({
        prizeTable: (calls) => {
          for (let call = 0; call < calls; call++) prizeTable(details);
        },
      });
    },
  }));
  return { name: 'the table of prizes, once a version', of: 'prizes', unit: 'ns', points };
}

function steps(): Curve {
  const points = STEPS.map((x) => ({
    x,
    open: async () => {
      const { activity, table, account } = drawing(10, x);
      return callProbe({
        decideDraw: (calls) => {
          for (let call = 0; call < calls; call++) decideDraw(activity, table, 'u1', account, 0n, AT + call);
        },
      });
    },
  }));
  return {
    name: 'a decision on a prize with a release',
    of: 'steps of the release',
    unit: 'ns',
    points,
  };
}

function differentPrizes(): Curve {
  const points = DIFFERENT.map((x) => ({
    x,
    open: async () => {
      const won = Object.fromEntries(Array.from({ length: x }, (_, index) => [`p${index}`, 1]));
      const draws = { ...NO_DRAWS, version: x, drawNo: x, lastDay: '2026-11-10', won };
      const commit = sampleCommit('draw', { draws, candidates: [candidate('p0')] });
      const keys = drawKeys('draw');
      return callProbe({
        commitArguments: (calls) => {
          for (let call = 0; call < calls; call++) commitArguments(keys, [commit]);
        },
      });
    },
  }));
  return {
    name: 'the arguments of a commit',
    of: 'different prizes that the user has won',
    unit: 'ns',
    points,
  };
}

const WINS = 50;

/* Half of the tickets win; the user has 50 wins, of the last prizes. */
function drawing(prizes: number, steps = 0) {
  const release = Array.from({ length: steps }, (_, index) => ({
    at: new Date(AT + index * 1000).toISOString(),
    count: 1,
  }));
  const sample = drawDetailsSchema.parse({
    prizes: [{ id: 'p0', name: '优惠券' }],
    rules: { prizes: { p0: { odds: `1/${2 * prizes}`, value: '1.00', ...(steps > 0 && { release }) } } },
  });
  const ids = Array.from({ length: prizes }, (_, index) => `p${index}`);
  const rule = sample.rules.prizes.p0;
  const details = {
    prizes: ids.map((id) => ({ id, name: `优惠券 ${id}` })),
    rules: { ...sample.rules, prizes: Object.fromEntries(ids.map((id) => [id, rule])) },
  } as typeof sample;
  const wins = Array.from({ length: WINS }, (_, index) => ({
    drawId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    prizeId: ids[prizes - 1 - (index % prizes)] as string,
    unit: 1,
    wonAt: AT,
  }));
  const won = Object.fromEntries(wins.map(({ prizeId }) => [prizeId, 1]));
  const account = { ...NO_DRAWS, version: 50, drawNo: 50, lastDay: '2026-11-11', won, wins };
  return {
    activity: { details, startsAt: null, endsAt: null },
    table: prizeTable(details),
    account,
  };
}
