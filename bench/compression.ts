/*
 * What compressing costs, by encoding and level: `node --import tsx bench/compression.ts`, after `npm run build`. CPU
 * time of one compression in this thread, the least of five rounds, and the bytes that come out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { goodsOf } from './goods.ts';

const ROUNDS = 5;
/* Of a round. */
const LEAST_MS = 50;

const goods = (count: number) => JSON.stringify(goodsOf(count));
const wins = (count: number) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      draw_id: crypto.randomUUID(),
      prize_id: `coupon-${index % 7}`,
      unit: index * 37,
      name: '10元优惠券',
      won_at: new Date(1_764_000_000_000 + index * 1_000_003).toISOString(),
    })),
  );
const assets = 'dist/web/assets';
const [script = ''] = readdirSync(assets).filter((name) => name.endsWith('.js'));
const texts: Record<string, Buffer> = {
  '8 wins': Buffer.from(wins(8)),
  '50 wins': Buffer.from(wins(50)),
  'goods, 2.7 KB': Buffer.from(goods(14)),
  'goods, 100 KB': Buffer.from(goods(550)),
  'the page’s script': readFileSync(`${assets}/${script}`),
};

const brotli = (quality: number) => (text: Buffer) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
const gzip = (level: number) => (text: Buffer) => gzipSync(text, { level });
const ways: Record<string, (text: Buffer) => Buffer> = {
  'gzip 1': gzip(1),
  'gzip 6': gzip(6),
  'gzip 9': gzip(9),
  'brotli 1': brotli(1),
  'brotli 5': brotli(5),
  'brotli 9': brotli(9),
  'brotli 11': brotli(11),
};

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function leastMs(work: () => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = cpuMs();
    let times = 0;
    do {
      work();
      times += 1;
    } while (cpuMs() - began < LEAST_MS);
    return (cpuMs() - began) / times;
  });
  return Math.min(...rounds);
}

for (const [what, text] of Object.entries(texts)) {
  console.log(`${what}: ${text.length} bytes`);
  for (const [way, compress] of Object.entries(ways)) {
    const ms = leastMs(() => compress(text)).toFixed(3);
    console.log(
      `  ${way.padEnd(10)} ${ms.padStart(9)} ms ${String(compress(text).length).padStart(7)} bytes`,
    );
  }
}
