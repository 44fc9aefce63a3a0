/** The part of a picture that is kept, in pixels of the picture. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/* Closer, one would only see pixels. */
const LEAST_PIXELS = 48;

/** Returns the largest part of this shape from the middle. @param shape width by height */
export function middleCrop({ width, height }: Size, shape: number): Crop {
  const size = width / height > shape ? { width: height * shape, height } : { width, height: width / shape };
  return { x: (width - size.width) / 2, y: (height - size.height) / 2, ...size };
}

/** Returns the part moved by so many pixels of the picture, within it. */
export const movedCrop = (crop: Crop, picture: Size, dx: number, dy: number): Crop =>
  within({ ...crop, x: crop.x + dx, y: crop.y + dy }, picture);

/**
 * Returns the part nearer or farther by a factor, about a point of it that stays where it is.
 * @param at from 0 to 1 across and down
 */
export function zoomedCrop(crop: Crop, picture: Size, factor: number, at = { x: 0.5, y: 0.5 }): Crop {
  const shape = crop.width / crop.height;
  const widest = middleCrop(picture, shape).width;
  const width = Math.min(widest, Math.max(Math.min(LEAST_PIXELS, widest), crop.width / factor));
  const height = width / shape;
  const x = crop.x + (crop.width - width) * at.x;
  const y = crop.y + (crop.height - height) * at.y;
  return within({ x, y, width, height }, picture);
}

function within(crop: Crop, { width, height }: Size): Crop {
  const x = Math.min(Math.max(crop.x, 0), width - crop.width);
  const y = Math.min(Math.max(crop.y, 0), height - crop.height);
  return { ...crop, x, y };
}
