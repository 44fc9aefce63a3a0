import { crc32 } from 'node:zlib';
import type { PackedHead } from './packed-head.ts';

/* Of a stored block (RFC 1951, 3.2.4): one byte of flags, the length, the length inverted. */
const DEFLATE_MOST_BYTES = 65_535;
const DEFLATE_HEADER_BYTES = 5;
/* The check sum and the length of all. */
const GZIP_TRAILER_BYTES = 8;

/* Of an uncompressed meta-block (RFC 7932, 9.2): 20 bits, in 3 bytes. */
const BROTLI_MOST_BYTES = 65_536;
const BROTLI_HEADER_BYTES = 3;
/* An empty last meta-block. */
const BROTLI_END = 0x03;

/** What follows the head to complete the answer: the rest, uncompressed, and the end of the format. */
export function withRest(head: PackedHead, rest: Buffer): Buffer {
  return head.encoding === 'br' ? brotliRest(rest) : gzipRest(head, rest);
}

function gzipRest({ crc, unpackedBytes }: PackedHead, text: Buffer): Buffer {
  // Also an empty rest needs a block, because the last one is marked.
  const blocks = Math.max(1, Math.ceil(text.length / DEFLATE_MOST_BYTES));
  const bytes = Buffer.allocUnsafe(text.length + blocks * DEFLATE_HEADER_BYTES + GZIP_TRAILER_BYTES);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    const from = block * DEFLATE_MOST_BYTES;
    const length = Math.min(DEFLATE_MOST_BYTES, text.length - from);
    at = bytes.writeUInt8(block === blocks - 1 ? 1 : 0, at);
    at = bytes.writeUInt16LE(length, at);
    at = bytes.writeUInt16LE(~length & 0xffff, at);
    at += text.copy(bytes, at, from, from + length);
  }
  at = bytes.writeUInt32LE(crc32(text, crc), at);
  bytes.writeUInt32LE((unpackedBytes + text.length) % 2 ** 32, at);
  return bytes;
}

function brotliRest(text: Buffer): Buffer {
  const blocks = Math.ceil(text.length / BROTLI_MOST_BYTES);
  const bytes = Buffer.allocUnsafe(text.length + blocks * BROTLI_HEADER_BYTES + 1);
  let at = 0;
  for (let from = 0; from < text.length; from += BROTLI_MOST_BYTES) {
    const length = Math.min(BROTLI_MOST_BYTES, text.length - from);
    // From the lowest bit: not the last (0), a length of 16 bits (00), the length less one, uncompressed (1).
    at = bytes.writeUIntLE(((length - 1) << 3) | (1 << 19), at, BROTLI_HEADER_BYTES);
    at += text.copy(bytes, at, from, from + length);
  }
  bytes.writeUInt8(BROTLI_END, at);
  return bytes;
}
