import { expect } from 'chai';
import sharp from 'sharp';
import { SharpPictures } from '../../../src/adapters/sharp/sharp-pictures.ts';
import type { MadePicture, PictureMaking } from '../../../src/domain/releases/picture-maker.ts';
import { MOST_PICTURE_BYTES } from '../../../src/domain/releases/release-pictures.ts';

const maker = new SharpPictures();

const flat = (width: number, height: number, alpha = 1) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 20, b: 40, alpha } } });

/* The worst for every encoder. */
function noise(width: number, height: number, channels: 3 | 4 = 3) {
  let state = 1;
  const data = Buffer.alloc(width * height * channels, 0).map(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 16;
  });
  return sharp(data, { raw: { width, height, channels } });
}

async function made(upload: Uint8Array): Promise<MadePicture> {
  const result = await maker.make(upload);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result;
}

const reasonOf = (result: PictureMaking) => (result.kind === 'refused' ? result.reason : 'made');

describe('SharpPictures', () => {
  it('takes PNG, JPEG, WebP, GIF and AVIF, and makes forms that every browser shows', async () => {
    const opaque = flat(40, 30).removeAlpha();
    for (const [upload, ending] of [
      [await opaque.clone().png().toBuffer(), 'png'],
      [await opaque.clone().jpeg().toBuffer(), 'jpg'],
      [await opaque.clone().webp().toBuffer(), 'jpg'],
      [await opaque.clone().avif().toBuffer(), 'jpg'],
      [await opaque.clone().gif().toBuffer(), 'png'],
      [await flat(40, 30, 0.5).webp().toBuffer(), 'webp'],
      [await flat(40, 30, 0.5).png().toBuffer(), 'png'],
    ] as const) {
      const picture = await made(upload);
      expect(picture).to.include({ ending, width: 40, height: 30 });
      const { format, hasAlpha, width } = await sharp(picture.bytes).metadata();
      expect(width).to.equal(40);
      expect(format).to.equal(ending === 'jpg' ? 'jpeg' : ending);
      if (ending === 'webp') expect(hasAlpha).to.equal(true);
      expect(await maker.sizeOf(picture.bytes)).to.deep.equal({ width: 40, height: 30 });
    }
  });

  it('turns a photo as its camera was held, and keeps nothing that it says of its place and time', async () => {
    const upload = await flat(60, 20)
      .removeAlpha()
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitude: '31/1 12/1 0/1' } })
      .toBuffer();
    expect(upload.includes('SECRET-OWNER')).to.equal(true);
    const picture = await made(upload);
    expect(picture).to.include({ width: 20, height: 60 });
    expect(Buffer.from(picture.bytes).includes('SECRET-OWNER')).to.equal(false);
    const { exif, xmp, iptc, orientation } = await sharp(picture.bytes).metadata();
    expect([exif, xmp, iptc, orientation]).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('makes a large picture small enough, whatever it shows', async () => {
    const wide = await made(await flat(5000, 1000).removeAlpha().jpeg().toBuffer());
    expect(wide).to.include({ width: 2048 });
    for (const upload of [
      await noise(3000, 2000).jpeg({ quality: 100 }).toBuffer(),
      await noise(1800, 1800, 4).png({ compressionLevel: 1 }).toBuffer(),
    ]) {
      expect(upload.length).to.be.above(MOST_PICTURE_BYTES);
      const { bytes } = await made(upload);
      expect(bytes.length).to.be.at.most(MOST_PICTURE_BYTES);
    }
  }).timeout(60_000);

  it('keeps a short animation', async () => {
    const frames = await Promise.all([0, 255].map((r) => frame(r)));
    const upload = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const picture = await made(upload);
    expect(picture).to.include({ ending: 'webp', width: 20, height: 20 });
    expect((await sharp(picture.bytes, { animated: true }).metadata()).pages).to.equal(2);
  });

  const frame = (r: number) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background: { r, g: 0, b: 0 } } })
      .png()
      .toBuffer();

  it('refuses what is no such picture: drawings, pages, archives, other forms, what is cut off', async () => {
    const png = await flat(300, 300).png().toBuffer();
    const jpeg = await noise(200, 200).jpeg().toBuffer();
    const uploads: Readonly<Record<string, Uint8Array>> = {
      nothing: Buffer.alloc(0),
      text: Buffer.from('hello'),
      SVG: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'SVG behind a BOM': Buffer.from('\ufeff<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      HTML: Buffer.from('<!doctype html><script>alert(1)</script>'),
      PDF: Buffer.from('%PDF-1.7\n'),
      ZIP: Buffer.from('PK\u0003\u0004aaaaaaaaaaaaaaaaaaaa', 'latin1'),
      TIFF: await flat(10, 10).tiff().toBuffer(),
      'a PNG by its first bytes alone': Buffer.concat([png.subarray(0, 8), Buffer.from('<svg/>')]),
      'a GIF that is a script': Buffer.from('GIF89a=1;alert(document.domain)//'),
      'HEIC by its brand': Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0', 'latin1'),
      'a PNG that is cut off': png.subarray(0, png.length / 2),
      'a JPEG that is cut off': jpeg.subarray(0, jpeg.length / 2),
    };
    for (const [what, upload] of Object.entries(uploads)) {
      expect(reasonOf(await maker.make(upload)), what).to.equal('not_a_picture');
    }
  });

  it('leaves nothing of a page or an archive that follows the picture', async () => {
    const page = '<script>alert("polyglot")</script>';
    for (const upload of [
      await flat(30, 30).png().toBuffer(),
      await flat(30, 30).removeAlpha().jpeg().toBuffer(),
    ]) {
      const { bytes } = await made(Buffer.concat([upload, Buffer.from(page)]));
      expect(Buffer.from(bytes).includes('polyglot')).to.equal(false);
    }
  });

  it('refuses a bomb by its number of pixels, before it is decoded', async () => {
    const bomb = await sharp({
      create: { width: 16_000, height: 16_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).to.be.below(3 * 1024 * 1024);
    const before = process.cpuUsage();
    expect(reasonOf(await maker.make(bomb))).to.equal('too_many_pixels');
    // It takes 2 ms; decoding takes 200 ms.
    expect(process.cpuUsage(before).user / 1000).to.be.below(100);
  }).timeout(60_000);

  it('makes two at a time, and refuses those for whom the wait would be long', async () => {
    const upload = await noise(600, 600).jpeg().toBuffer();
    const results = await Promise.all(Array.from({ length: 20 }, () => maker.make(upload)));
    const reasons = results.map(reasonOf);
    expect(reasons.filter((reason) => reason === 'made')).to.have.length(12);
    expect(reasons.filter((reason) => reason === 'busy')).to.have.length(8);
  }).timeout(60_000);
});
