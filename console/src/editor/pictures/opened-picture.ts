/* An SVG without a size of its own. */
const USUAL = 1200;

/** Returns a file as a picture that can be drawn. @throws if it is none */
export async function openedPicture(file: File): Promise<ImageBitmap> {
  if (file.type !== 'image/svg+xml') return createImageBitmap(file);
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth || USUAL, image.naturalHeight || USUAL];
    const scale = Math.max(1, USUAL / width);
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.transferToImageBitmap();
  } finally {
    URL.revokeObjectURL(url);
  }
}
