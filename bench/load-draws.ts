// One client process: makes draws for some milliseconds, prints what came of them as JSON.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

const [, , base = '', milliseconds = '1000', connections = '64'] = process.argv;
/* So many that few draw at once, so few that their sessions are known after the warming up. */
const USERS = 2000;

const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const latencies: number[] = [];
let failed = 0;
const until = performance.now() + Number(milliseconds);

function draw(): Promise<void> {
  const token = `demo-u${Math.floor(Math.random() * USERS)}@1000`;
  const body = JSON.stringify({ activity_id: 'bench', token, request_id: randomUUID() });
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const over = (well: boolean) => {
      if (well) latencies.push(performance.now() - startedAt);
      else failed += 1;
      resolve();
    };
    const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
    const sent = request(`${base}/shake/draw`, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => over(text.startsWith('{"ret":0,')));
    });
    sent.on('error', () => over(false));
    sent.end(body);
  });
}

const startedAt = performance.now();
await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    while (performance.now() < until) await draw();
  }),
);
const seconds = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const quantile = (q: number) => latencies[Math.floor(q * (latencies.length - 1))] ?? 0;
process.stdout.write(
  JSON.stringify({ perSecond: latencies.length / seconds, p50: quantile(0.5), p99: quantile(0.99), failed }),
);
process.exit();
