import type { Registry } from 'prom-client';
import type { DrawResult, DrawTelemetry } from '../../domain/draws/draw-telemetry.ts';
import { CellCounter, type CounterCell } from './cells.ts';

/* Each activity has about ten series in each scrape. Further activities share a label that is not a valid id. */
const MAX_ACTIVITIES = 500;
const BEYOND = '(other)';

interface Counted {
  readonly label: string;
  readonly results: Record<DrawResult, CounterCell>;
  readonly wins: Map<string, CounterCell>;
}

/** Draws and wins, of activities that had draws since the start. */
export class DrawMetrics implements DrawTelemetry {
  readonly #draws: CellCounter;
  readonly #wins: CellCounter;
  readonly #counted = new Map<string, Counted>();
  readonly #maxActivities: number;

  constructor(registry: Registry, maxActivities = MAX_ACTIVITIES) {
    this.#maxActivities = maxActivities;
    this.#draws = new CellCounter(
      registry,
      'cms_market_draws_total',
      'Draws by activity and result; a replayed draw is an earlier one that was requested again.',
    );
    this.#wins = new CellCounter(registry, 'cms_market_wins_total', 'Prizes won, by activity and prize.');
  }

  drawn(activityId: string, result: DrawResult, prizeId: string | null): void {
    const counted = this.#of(activityId);
    counted.results[result].value += 1;
    if (result !== 'won' || prizeId === null) return;
    const prize = counted.label === BEYOND ? BEYOND : prizeId;
    let wins = counted.wins.get(prize);
    if (!wins) {
      wins = this.#wins.cell({ activity: counted.label, prize });
      counted.wins.set(prize, wins);
    }
    wins.value += 1;
  }

  /** The activities that have their own label. */
  activityIds(): string[] {
    return [...this.#counted.keys()].filter((id) => id !== BEYOND);
  }

  #of(activityId: string): Counted {
    const known = this.#counted.get(activityId);
    if (known) return known;
    const label = this.#counted.size < this.#maxActivities ? activityId : BEYOND;
    const shared = this.#counted.get(label);
    if (shared) return shared;
    const cell = (result: DrawResult) => this.#draws.cell({ activity: label, result });
    const made = {
      label,
      results: {
        won: cell('won'),
        nothing: cell('nothing'),
        replayed: cell('replayed'),
        refused: cell('refused'),
      },
      wins: new Map(),
    };
    this.#counted.set(label, made);
    return made;
  }
}
