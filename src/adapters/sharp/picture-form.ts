export type PictureForm = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The form of a picture by its first bytes; `null` if it is of none that is taken. An SVG is a program, and other forms have
 * decoders that hardly anybody attacks or mends.
 */
export function pictureForm(bytes: Uint8Array): PictureForm | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString('latin1');
  if (PNG.every((byte, at) => bytes[at] === byte)) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  return text.slice(4, 8) === 'ftyp' && /^avi[fs]$/.test(text.slice(8, 12)) ? 'avif' : null;
}
