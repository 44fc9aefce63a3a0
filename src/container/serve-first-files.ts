import { FileConfigRepository } from '../adapters/filesystem/file-config-repository.ts';
import { RedisRecordsOwner } from '../adapters/redis/redis-records-owner.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import type { Get } from './registry.ts';
import { servingNeeds } from './serving-needs.ts';
import { tokens } from './tokens.ts';

/**
 * At the very first start, a record store that does not answer keeps nobody from drawing: the files of this machine are served
 * until it does. Where a Redis is already some record store's, there are releases, and a machine without a copy of them does
 * not know what the others serve.
 */
export async function serveFirstFiles(get: Get): Promise<void> {
  const settings = get(tokens.settings);
  const released = get(tokens.released);
  // A store that answers says what is published, also that it is nothing.
  if (released.isLoaded || get(tokens.records).isReady()) return;
  if (settings.publish !== 'auto' || settings.requiresApproval) return;
  if (!(await isUnclaimed(get))) return;
  const needs = servingNeeds(settings, 'service');
  const files = new FileConfigRepository(settings.activitiesDir, kindReadings).all();
  released.serveUnpublished(needs.refuses ? files.filter((each) => needs.missing(each).length === 0) : files);
  get(tokens.errorReporter).report(
    'the files of this machine are served: there is no release yet',
    new Error('the record store does not answer'),
  );
}

async function isUnclaimed(get: Get): Promise<boolean> {
  const redis = get(tokens.redis);
  if (!redis) return true;
  try {
    return (await new RedisRecordsOwner(redis.client).owner()) === null;
  } catch {
    return false;
  }
}
