// A passport that accepts every token `demo-<uid>@<zone>` as that user, without a delay.
import { createServer } from 'node:http';
import { listening } from './listening.ts';

listening(
  createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const [uid, zone_id] = String(JSON.parse(text).token).slice('demo-'.length).split('@');
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ ret: 0, data: { uid, zone_id } }));
    });
  }),
);
