import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { WebhookEndpoint } from '../domain/deliveries/webhook-endpoint.ts';
import { NotAllowed } from './settings-readers.ts';

const MOST_BYTES = 1_048_576;

/* Standard Webhooks 1.0: 24 to 64 random bytes. */
const secret = z.string().refine((text) => {
  const bytes = Buffer.from(text.slice('whsec_'.length), 'base64').length;
  return /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes >= 24 && bytes <= 64;
});

const file = z.record(
  z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    secret: z.union([secret, z.array(secret).min(1).max(2)]),
  }),
);

/** The endpoints of the file that `ENDPOINTS_FILE` names. */
export function webhookEndpoints(path: string): Map<string, WebhookEndpoint> {
  const read = file.safeParse(parsed(path));
  if (!read.success) {
    // Where, and not what: it may be a secret.
    const places = read.error.issues.map((issue) => issue.path.join('.') || 'the file').slice(0, 5);
    throw new NotAllowed(
      `a file such as {"crm": {"url": "https://…", "secret": "whsec_…"}}; wrong here: ${places.join(', ')}`,
    );
  }
  return new Map(
    Object.entries(read.data).map(([name, { url, secret: secrets }]) => [
      name,
      { name, url, secrets: typeof secrets === 'string' ? [secrets] : secrets },
    ]),
  );
}

function parsed(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length <= MOST_BYTES) return JSON.parse(text);
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file of JSON that can be read, of at most 1 MiB');
}
