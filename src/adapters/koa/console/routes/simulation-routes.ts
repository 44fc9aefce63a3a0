import { z } from 'zod';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { ofActivity } from '../contract/parameters.ts';
import { simulateInput, simulationStateSchema } from '../contract/simulations.ts';
import { jsonOfSimulation } from '../encode/json-of-simulation.ts';
import { openedDraft } from './draft-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

/** Simulations of drafts, in the background. */
export function simulationRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { jobs } = parts;
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/simulation',
      access: 'view',
      summary: 'the last simulation, with its report',
      input: ofActivity,
      output: simulationStateSchema,
      handle: async ({ input: { id } }) => simulationOf(parts, id),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/simulation',
      access: 'edit',
      trail: 'change',
      summary: 'simulate the draft',
      input: simulateInput,
      output: simulationStateSchema,
      handle: async ({ input: { id, ...order }, actor, record }) => {
        const { activity, content } = await drawingDraft(parts, id);
        const outcome = await jobs.order(actor.name, { activity, content }, order);
        if (outcome !== 'ordered') throw refusedBecause(outcome);
        await record({ action: 'simulate', activityId: id, after: { content, ...order } });
        return simulationOf(parts, id);
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/simulation/stop',
      access: 'edit',
      trail: 'change',
      summary: 'stop the simulation',
      input: ofActivity,
      output: z.object({ stopped: z.boolean() }),
      handle: async ({ input: { id }, record }) => {
        const stopped = await jobs.stop(id);
        if (stopped) await record({ action: 'stop_simulation', activityId: id });
        return { stopped };
      },
    }),
  ];
}

async function simulationOf(parts: ReleaseRoutesParts, id: string) {
  const { jobs, check, words } = parts;
  const { content } = await check.check(await openedDraft(parts, id));
  return jsonOfSimulation(await jobs.latest(id), content.content, words);
}

/* With what its kind has read of the prizes. */
async function drawingDraft(parts: ReleaseRoutesParts, id: string) {
  const { check, draws } = parts;
  const { activity, content, hasErrors } = await check.check(await openedDraft(parts, id));
  if (!activity || hasErrors) throw refusedBecause('has_errors');
  const capability = draws.get(activity.dispatch);
  if (!capability) throw new ConsoleRefusal('refused', { reason: 'no_draws' });
  return { activity: { ...activity, details: capability.detailsOf(activity) }, content: content.content };
}
