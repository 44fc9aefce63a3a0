import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { DraftFolder } from '../../../src/adapters/filesystem/draft-folder.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { activityOf } from '../../support/activity-of.ts';
import { until } from '../../support/until.ts';

/* Of two seconds until a release is served, one is for publishing it. */
const SEEN_WITHIN_MS = 1000;

/* A sweep through so many takes four seconds, so that changes are seen by events. */
const MANY = 4000;

const TEXT = { dispatch: 'sku', page: { banner: 'media/a.png', share_image: 'media/b.png' } };

describe('DraftFolder, pictures', () => {
  let dir: string;
  let media: string;
  let folder: DraftFolder;
  let heard: string[];
  let close = () => {};

  beforeEach(async () => {
    dir = await activitiesDir({ a1: TEXT, a2: { dispatch: 'sku', page: {} } });
    media = join(dir, 'a1', 'media');
    await mkdir(media);
    await writeFile(join(media, 'a.png'), 'first');
    folder = new DraftFolder({ dir, kinds: kindReadings });
    heard = [];
    const listener = {
      isTaken: () => false,
      valid: ({ activity }: { activity: { id: string } }) => heard.push(activity.id),
      invalid: ({ activityId }: { activityId: string }) => heard.push(`invalid ${activityId}`),
      removed: (activityId: string) => heard.push(`removed ${activityId}`),
    };
    const following = await folder.follow(listener, async () => {});
    close = () => following.close();
    // The watches begin at the first look.
    await pause(200);
    expect(heard.splice(0)).to.deep.equal(['a1', 'a2']);
  });
  afterEach(() => close());

  async function heardOnce(change: () => Promise<unknown>): Promise<void> {
    await change();
    await until(() => heard.length > 0, { what: 'the change', timeoutMs: SEEN_WITHIN_MS });
    await pause(300);
    expect(heard.splice(0)).to.deep.equal(['a1']);
  }

  it('hears of one that is rewritten in place, renamed into place, new, or removed', async () => {
    const path = join(media, 'a.png');
    await heardOnce(() => writeFile(path, 'other'));
    await heardOnce(async () => {
      await writeFile(`${path}.tmp`, 'third');
      await rename(`${path}.tmp`, path);
    });
    await heardOnce(() => writeFile(join(media, 'b.png'), 'b'));
    await heardOnce(() => rm(path));
  });

  it('hears of another folder of pictures, and of what changes in it', async () => {
    const other = join(dir, 'other');
    await mkdir(other);
    await writeFile(join(other, 'a.png'), 'of the other');
    await heardOnce(async () => {
      await rename(media, `${media}.old`);
      await symlink(other, media);
    });
    await heardOnce(() => writeFile(join(other, 'a.png'), 'changed there'));
    await heardOnce(async () => {
      await rm(media);
      await rename(`${media}.old`, media);
    });
    await heardOnce(() => writeFile(join(media, 'a.png'), 'changed here'));
  });

  it('hears of pictures whose folder came after the text, and of those of another text', async () => {
    await heardOnce(() => rm(media, { recursive: true }));
    await heardOnce(async () => {
      await mkdir(media);
      await writeFile(join(media, 'a.png'), 'again');
    });
    const text = JSON.stringify({ dispatch: 'sku', page: { banner: 'media/c.png' } });
    await heardOnce(() => writeFile(join(dir, 'a1', 'data.json'), text));
    await heardOnce(() => writeFile(join(media, 'c.png'), 'c'));
    await writeFile(join(media, 'a.png'), 'not named any more');
    await pause(SEEN_WITHIN_MS);
    expect(heard).to.deep.equal([]);
  });

  it('hears of one that changes outside the folder', async () => {
    const target = join(dir, 'target.png');
    await writeFile(target, 'target');
    await heardOnce(async () => {
      await rm(join(media, 'a.png'));
      await symlink(target, join(media, 'a.png'));
    });
    await writeFile(target, 'changed');
    await until(() => heard.length > 0, { what: 'a sweep', timeoutMs: 3000 });
  });

  it('hears of each by an event', async () => {
    const many = await activitiesDir({ a1: TEXT });
    for (let index = 0; index < MANY; index++) await mkdir(join(many, `other-${index}`));
    await mkdir(join(many, 'a1', 'media'));
    const seen: string[] = [];
    const listener = {
      isTaken: () => false,
      valid: () => seen.push('valid'),
      invalid: () => {},
      removed: () => seen.push('removed'),
    };
    const following = await new DraftFolder({ dir: many, kinds: kindReadings }).follow(
      listener,
      async () => {},
    );
    await pause(500);
    for (let round = 1; round <= 6; round++) {
      await writeFile(join(many, 'a1', 'media', 'a.png'), `round ${round}`);
      await until(() => seen.length > round, { what: `round ${round}`, timeoutMs: SEEN_WITHIN_MS });
      await pause(100);
    }
    following.close();
    expect(seen).to.deep.equal(Array.from({ length: 7 }, () => 'valid'));
  });

  it('has the last one, whole, when the changes end', async () => {
    const path = join(media, 'a.png');
    for (let round = 0; round < 100; round++) await writeFile(path, `round ${round}`);
    // Each is read when a listener hears of it.
    let last = '';
    await until(
      async () => {
        if (heard.splice(0).length > 0) last = await textOf('a.png');
        return last === 'round 99';
      },
      { what: 'the last picture', timeoutMs: SEEN_WITHIN_MS },
    );
  });

  async function textOf(name: string): Promise<string> {
    const found = await folder.pictures(activityOf(TEXT, 'a1')).catch(() => []);
    return Buffer.from(found.find((each) => each.name === name)?.bytes ?? []).toString();
  }
});
