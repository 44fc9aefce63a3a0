import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { Slots } from '../../application/shared/slots.ts';
import type {
  MadePicture,
  PictureMaker,
  PictureMaking,
  PictureSize,
} from '../../domain/releases/picture-maker.ts';
import { MOST_PICTURE_BYTES } from '../../domain/releases/release-pictures.ts';
import { type PictureForm, pictureForm } from './picture-form.ts';

type SharpModule = typeof import('sharp').default;

/* Of four bytes each, where it cannot be read in strips. */
const MOST_PIXELS = 50_000_000;

const MOST_SIDE = 2048;

/* More is a film, and is shown as its first picture. */
const MOST_FRAMES = 120;
const MOST_ANIMATED_SIDE = 800;

/* A drawing with few colours is sharper as PNG, and a photo of this size is not. */
const MOST_PNG_BYTES = 512 * 1024;

const QUALITIES = [82, 70, 55, 40];
const SMALLER = 0.7;
const SMALLEST_SIDE = 400;

/* Each takes a core and up to 200 MB. */
const AT_ONCE = 2;
const MOST_WAITING = 10;

const TIMEOUT_SECONDS = 20;

/* What libvips could read beyond them is no way in. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`);

const NOT_A_PICTURE = { kind: 'refused', reason: 'not_a_picture' } as const;

/** Makes pictures by sharp (libvips). */
export class SharpPictures implements PictureMaker {
  readonly #slots = new Slots(AT_ONCE);
  #underWay = 0;
  #sharp: Promise<SharpModule> | undefined;

  async make(upload: Uint8Array): Promise<PictureMaking> {
    const form = pictureForm(upload);
    if (!form) return NOT_A_PICTURE;
    if (this.#underWay >= AT_ONCE + MOST_WAITING) return { kind: 'refused', reason: 'busy' };
    this.#underWay += 1;
    try {
      return await this.#slots.run(async () => made(await this.#load(), upload, form));
    } finally {
      this.#underWay -= 1;
    }
  }

  async sizeOf(bytes: Uint8Array): Promise<PictureSize | null> {
    if (!pictureForm(bytes)) return null;
    try {
      const { width, height } = (await (await this.#load())(bytes, OPTIONS).metadata()).autoOrient;
      return { width, height };
    } catch {
      return null;
    }
  }

  /* Loaded when it is first needed: 30 MB that a start does not need. */
  #load(): Promise<SharpModule> {
    this.#sharp ??= import('sharp').then(({ default: sharp }) => {
      sharp.cache(false);
      sharp.concurrency(1);
      sharp.block({ operation: ['VipsForeignLoad'] });
      sharp.unblock({ operation: LOADERS });
      return sharp;
    });
    return this.#sharp;
  }
}

const OPTIONS: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true };

async function made(sharp: SharpModule, upload: Uint8Array, form: PictureForm): Promise<PictureMaking> {
  try {
    const metadata = await sharp(upload, OPTIONS).metadata();
    if (!isForm(metadata, form)) return NOT_A_PICTURE;
    const animated = await animation(sharp, upload, metadata);
    if (animated) return animated;
    const isOpaque = !metadata.hasAlpha || (await sharp(upload, OPTIONS).stats()).isOpaque;
    return await still(sharp, upload, { isOpaque, isDrawing: form === 'png' || form === 'gif' });
  } catch (error) {
    const isTooLarge = /pixel limit|too large|exceeds/i.test((error as Error).message);
    return isTooLarge ? { kind: 'refused', reason: 'too_many_pixels' } : NOT_A_PICTURE;
  }
}

/* What the first bytes say is what a browser would take it for. */
function isForm({ format, compression }: Metadata, form: PictureForm): boolean {
  return form === 'avif' ? format === 'heif' && compression === 'av1' : format === form;
}

/* `null`: it does not move, or cannot be small enough. */
async function animation(
  sharp: SharpModule,
  upload: Uint8Array,
  { pages = 1, width, pageHeight = 0 }: Metadata,
): Promise<PictureMaking | null> {
  if (pages <= 1 || pages > MOST_FRAMES || width * pageHeight * pages > MOST_PIXELS) return null;
  const image = within(sharp(upload, { ...OPTIONS, animated: true }), MOST_ANIMATED_SIDE);
  const { data, info } = await image.webp({ quality: QUALITIES[0] as number, effort: 3 }).toBuffer({
    resolveWithObject: true,
  });
  if (data.length > MOST_PICTURE_BYTES) return null;
  const height = info.pageHeight ?? info.height;
  return { kind: 'made', bytes: data, ending: 'webp', width: info.width, height };
}

async function still(
  sharp: SharpModule,
  upload: Uint8Array,
  { isOpaque, isDrawing }: { readonly isOpaque: boolean; readonly isDrawing: boolean },
): Promise<PictureMaking> {
  const image = (side: number) => within(sharp(upload, OPTIONS).autoOrient().toColourspace('srgb'), side);
  if (isDrawing) {
    const picture = await written(image(MOST_SIDE).png({ compressionLevel: 9 }), 'png');
    if (picture.bytes.length <= MOST_PNG_BYTES) return { kind: 'made', ...picture };
  }
  for (let side = MOST_SIDE; side >= SMALLEST_SIDE; side = Math.floor(side * SMALLER)) {
    for (const quality of QUALITIES) {
      const picture = isOpaque
        ? await written(image(side).jpeg({ quality, progressive: true }), 'jpg')
        : await written(image(side).webp({ quality }), 'webp');
      if (picture.bytes.length <= MOST_PICTURE_BYTES) return { kind: 'made', ...picture };
    }
  }
  return { kind: 'refused', reason: 'too_large' };
}

function within(image: Sharp, side: number): Sharp {
  return image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: TIMEOUT_SECONDS });
}

async function written(image: Sharp, ending: MadePicture['ending']): Promise<MadePicture> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { bytes: data, ending, width: info.width, height: info.height };
}
