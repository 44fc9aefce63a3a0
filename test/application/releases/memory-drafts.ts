import { createHash } from 'node:crypto';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import type { Draft, DraftListener, Drafts, NamedPicture } from '../../../src/domain/releases/drafts.ts';
import { UnsettledPictures } from '../../../src/domain/releases/drafts.ts';
import { readText, textOf } from './world.ts';

const PORTION = 128;

/* What was taken before is read when the folder is followed. */
const LATER_MS = 60;

/** A folder of drafts in memory, whose edits are heard of at once. */
export class MemoryDrafts implements Drafts {
  readonly texts = new Map<string, string>();
  /** By activity, and then by name. */
  readonly media = new Map<string, readonly NamedPicture[]>();
  /** Activities whose pictures are being written. */
  readonly unsettled = new Set<string>();
  /** How often they were read from the beginning. */
  looks = 0;
  readonly #listeners = new Set<DraftListener>();

  /** @param titles by activity */
  constructor(titles: Readonly<Record<string, string>> = {}) {
    for (const [id, title] of Object.entries(titles)) this.texts.set(id, textOf(title));
  }

  get isFollowed(): boolean {
    return this.followers > 0;
  }

  /** How many follow it: each has a listener of its own, also where it is the same publisher. */
  get followers(): number {
    return this.#listeners.size;
  }

  async follow(listener: DraftListener, portion: () => Promise<void>): Promise<{ close(): void }> {
    this.looks += 1;
    const ids = [...this.texts.keys()];
    const later: string[] = [];
    for (let from = 0; from < ids.length; from += PORTION) {
      for (const id of ids.slice(from, from + PORTION)) {
        if (listener.isTaken(id, this.hashOf(id) ?? '')) later.push(id);
        else this.#hear(listener, id);
      }
      await portion();
    }
    await portion();
    const follower = wrapped(listener);
    this.#listeners.add(follower);
    const hearLater = () => {
      if (this.#listeners.has(follower)) for (const id of later) this.#hear(follower, id);
    };
    setTimeout(hearLater, LATER_MS).unref();
    return { close: () => this.#listeners.delete(follower) };
  }

  async pictures({ id }: Activity): Promise<readonly NamedPicture[]> {
    if (this.unsettled.has(id)) throw new UnsettledPictures(id);
    return this.media.get(id) ?? [];
  }

  hashOf(activityId: string): string | null {
    const text = this.texts.get(activityId);
    return text === undefined ? null : createHash('sha256').update(text).digest('hex');
  }

  async pictureHashOf(activityId: string, name: string): Promise<string | null> {
    return this.media.get(activityId)?.find((picture) => picture.name === name)?.hash ?? null;
  }

  async write(activityId: string, text: string): Promise<boolean> {
    if (!this.texts.has(activityId)) return false;
    this.put(activityId, text);
    return true;
  }

  edit(activityId: string, title: string): void {
    this.put(activityId, textOf(title));
  }

  /** Writes this text, valid or not, or the same once more. */
  put(activityId: string, text = this.texts.get(activityId) ?? ''): void {
    this.texts.set(activityId, text);
    for (const listener of this.#listeners) this.#hear(listener, activityId);
  }

  remove(activityId: string): void {
    this.texts.delete(activityId);
    for (const listener of this.#listeners) listener.removed(activityId);
  }

  draft(activityId: string): Draft {
    const text = this.texts.get(activityId) ?? '';
    const reading = readText(activityId, text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return { activity: reading.activity, text };
  }

  #hear(listener: DraftListener, id: string): void {
    const text = this.texts.get(id) ?? '';
    const reading = readText(id, text);
    if (reading.ok) listener.valid({ activity: reading.activity, text });
    else listener.invalid({ activityId: id, path: `/drafts/${id}/data.json`, problems: reading.problems });
  }
}

function wrapped(listener: DraftListener): DraftListener {
  return {
    isTaken: () => false,
    valid: (draft) => listener.valid(draft),
    invalid: (invalid) => listener.invalid(invalid),
    removed: (id) => listener.removed(id),
  };
}
