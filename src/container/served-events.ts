import { problemSentence } from '../adapters/cli/i18n/problem-phrases.ts';
import { PinoConfigEvents } from '../adapters/pino/pino-config-events.ts';
import type { ConfigEvents } from '../domain/activities/config-events.ts';
import type { Get } from './registry.ts';
import { servingNeeds } from './serving-needs.ts';
import { tokens } from './tokens.ts';

/** What a process does when it serves another release: it counts it, and one process of all logs it. */
export function servedEvents(get: Get, isLeader: boolean): ConfigEvents {
  const { config } = get(tokens.metrics);
  if (!isLeader) {
    return { loaded: (id) => config.loaded(id), removed: (id) => config.removed(id), switched: () => {} };
  }
  const log = new PinoConfigEvents(get(tokens.log), problemSentence);
  const needs = servingNeeds(get(tokens.settings), 'service');
  return {
    loaded: (id) => {
      config.loaded(id);
      const activity = get(tokens.configs).find(id);
      log.loaded(id, activity?.release?.no ?? null);
      // Outside production it is served although something that it needs is not there.
      const problems = activity && !needs.refuses ? needs.missing(activity) : [];
      if (problems.length > 0) log.lacking(id, problems);
    },
    switched: (id, isPaused) => log.switched(id, isPaused),
    removed: (id) => {
      config.removed(id);
      log.removed(id);
    },
  };
}
