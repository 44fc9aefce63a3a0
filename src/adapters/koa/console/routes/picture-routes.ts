import { z } from 'zod';
import { sha256Hex } from '../../../../application/shared/sha256-hex.ts';
import { mediaTypeOf } from '../../../../domain/activities/media-library.ts';
import { mediaVersion } from '../../../../domain/activities/media-versions.ts';
import type { PictureMaking } from '../../../../domain/releases/picture-maker.ts';
import { sendFile } from '../../http/files.ts';
import { requestContext } from '../../http/request-context.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRequest, type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { pictureInput, removePictureInput, uploadedSchema, uploadInput } from '../contract/drafts.ts';
import { pictureUrl } from '../encode/json-of-draft.ts';
import { openedDraft, unlessUnsettled } from './draft-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

const UPLOAD_BYTES = 10 * 1024 * 1024;

/* As many as are made or wait for it: each is in memory whole, twice for a moment. */
const MOST_UPLOADS = 12;

/* Before the number that makes it the only one. */
const STEM_CHARACTERS = 50;

/* A drawing of a folder is a program; as a page of its own it runs nothing, and reaches nothing. */
const FILE_HEADERS = [
  ...['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"],
  ...['X-Content-Type-Options', 'nosniff', 'Cross-Origin-Resource-Policy', 'same-origin'],
];

const FOR_EVER = 'private, max-age=31536000, immutable';
const NO_COPY = 'private, no-cache';

/** The pictures of drafts. */
export function pictureRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { pictureDesk, pictures, maker } = parts;
  let uploads = 0;
  const made = async ({ readBody }: Pick<ConsoleRequest<unknown>, 'readBody'>) => {
    if (uploads >= MOST_UPLOADS) throw new ConsoleRefusal('too_many', undefined, 5);
    uploads += 1;
    try {
      return madeOr(await maker.make(await readBody(UPLOAD_BYTES)));
    } finally {
      uploads -= 1;
    }
  };
  return [
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/pictures',
      access: 'edit',
      trail: 'change',
      summary: 'add a picture to the draft: PNG, JPEG, WebP, GIF or AVIF, as the body',
      input: uploadInput,
      output: uploadedSchema,
      body: 'raw',
      handle: async (request) => {
        const {
          input: { id, name = '' },
          actor,
          record,
        } = request;
        await openedDraft(parts, id);
        const { bytes, ending, width, height } = await made(request);
        const picture = { hash: sha256Hex(bytes), bytes };
        const file = { stem: stemOf(name), ending };
        const result = await unlessUnsettled(pictureDesk.add(actor.name, id, picture, file));
        if (result.kind === 'missing') throw new ConsoleRefusal('not_found');
        if (result.kind === 'too_many') throw refusedBecause('too_many_pictures', { most: result.most });
        if (result.kind === 'clash') throw new ConsoleRefusal('clash', { version: result.version });
        const { name: given, version } = result;
        await record({
          action: 'add_picture',
          activityId: id,
          target: given,
          after: { version, hash: picture.hash },
        });
        return {
          name: given,
          bytes: bytes.length,
          width,
          height,
          url: pictureUrl(id, given, picture.hash),
          version,
        };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/pictures/remove',
      access: 'edit',
      trail: 'change',
      summary: 'take a picture out of the draft',
      input: removePictureInput,
      output: z.object({ version: z.number() }),
      handle: async ({ input: { id, name, version }, actor, record }) => {
        const result = await unlessUnsettled(pictureDesk.remove(actor.name, id, version, name));
        if (result.kind === 'clash') throw new ConsoleRefusal('clash', { version: result.version });
        if (result.kind !== 'saved') throw new ConsoleRefusal('not_found');
        await record({
          action: 'remove_picture',
          activityId: id,
          target: name,
          after: { version: result.version },
        });
        return { version: result.version };
      },
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/pictures/:name',
      access: 'view',
      summary: 'a picture of the draft, or of what everyone has',
      input: pictureInput,
      output: 'file',
      handle: async ({ input: { id, name, v }, ctx }) => {
        const hash = await hashOf(parts, id, name, v);
        const bytes = hash && (await pictures.find(hash));
        const type = mediaTypeOf(name);
        if (!hash || !bytes || !type) throw new ConsoleRefusal('not_found');
        requestContext(ctx).headers.push(...FILE_HEADERS);
        const version = mediaVersion(hash);
        sendFile(ctx, { bytes: Buffer.from(bytes), type, version }, v === version ? FOR_EVER : NO_COPY);
        return undefined as never;
      },
    }),
  ];
}

/* Of the draft; one of another version may be that of what everyone has. */
async function hashOf(
  parts: ReleaseRoutesParts,
  id: string,
  name: string,
  version: string | undefined,
): Promise<string | undefined> {
  const { pictures, state } = await openedDraft(parts, id);
  const hashes = [pictures, state.release?.pictures ?? {}, state.candidate?.pictures ?? {}].flatMap((each) =>
    Object.hasOwn(each, name) ? [each[name] as string] : [],
  );
  return version === undefined ? hashes[0] : hashes.find((hash) => mediaVersion(hash) === version);
}

function madeOr(making: PictureMaking): Extract<PictureMaking, { kind: 'made' }> {
  if (making.kind === 'made') return making;
  switch (making.reason) {
    case 'not_a_picture':
      throw new ConsoleRefusal('unsupported_type');
    case 'too_many_pixels':
    case 'too_large':
      throw new ConsoleRefusal('too_large', { reason: making.reason });
    case 'busy':
      throw new ConsoleRefusal('too_many', undefined, 5);
  }
}

function stemOf(name: string): string {
  const stem = name
    .replace(/^.*[/\\]/s, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, STEM_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  return stem === '' ? 'picture' : stem;
}
