import type { Crop } from './crop.ts';

const QUALITY = 0.92;

/** Returns the part of the picture as a file, at most this wide and never larger than it is; it keeps what is transparent. */
export async function renderedPicture(picture: ImageBitmap, crop: Crop, mostWidth: number): Promise<Blob> {
  const width = Math.max(1, Math.round(Math.min(mostWidth, crop.width)));
  const height = Math.max(1, Math.round((width * crop.height) / crop.width));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((file) => (file ? resolve(file) : reject(new Error('no picture'))), 'image/webp', QUALITY),
  );
}
