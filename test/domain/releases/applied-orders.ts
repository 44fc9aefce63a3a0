import {
  type Decision,
  decideChange,
  type ReleaseOrder,
} from '../../../src/domain/releases/decide-change.ts';
import type { Release, ReleaseContent } from '../../../src/domain/releases/release.ts';
import type { ReleaseState } from '../../../src/domain/releases/release-store.ts';
import type { Serving } from '../../../src/domain/releases/serving.ts';

type Order<K extends ReleaseOrder['kind']> = Extract<ReleaseOrder, { kind: K }>;

/** A text with a name, which identifies it. */
export function contentOf(name: string): ReleaseContent {
  return { text: `{"title":"${name}"}`, hash: `hash of ${name}`, pictures: {}, content: name };
}

export function publish(name: string, changes: Partial<Order<'publish'>> = {}): Order<'publish'> {
  return { kind: 'publish', content: contentOf(name), by: 'files', isDraft: true, ...changes };
}

export function rollBack(name: string): Order<'roll_back'> {
  return { kind: 'roll_back', content: contentOf(name) };
}

/** To 10 percent. */
export function rollOut(name: string | null, changes: Partial<Order<'roll_out'>> = {}): Order<'roll_out'> {
  const audience = { kind: 'percent', percent: 10 } as const;
  const content = name === null ? null : contentOf(name);
  return { kind: 'roll_out', content, audience, by: 'files', isDraft: true, ...changes };
}

export const remove: ReleaseOrder = { kind: 'remove', by: 'files' };

/** An activity whose orders are done as they are decided. */
export class OrderedActivity {
  readonly #releases = new Map<number, Release>();
  #version = 0;
  #serving: Serving | null = null;

  constructor(...orders: readonly ReleaseOrder[]) {
    for (const order of orders) this.do(order);
  }

  get state(): ReleaseState {
    const serving = this.#serving;
    return {
      version: this.#version,
      serving,
      release: (serving && this.#releases.get(serving.no)) ?? null,
      candidate: (serving?.candidate && this.#releases.get(serving.candidate.no)) ?? null,
      lastNo: this.#releases.size,
    };
  }

  do(order: ReleaseOrder): Decision {
    const decision = decideChange(this.state, order);
    if (decision.kind === 'change') {
      const { serving, release } = decision;
      this.#version += 1;
      this.#serving = serving;
      if (release) {
        const { text: _, ...known } = release;
        this.#releases.set(release.no, { ...known, activityId: '1055', at: 0, author: 'ann', note: '' });
      }
    }
    return decision;
  }
}
