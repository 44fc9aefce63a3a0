// The baseline of Node itself: `node:http` reads and parses a body, if there is one, and sends prepared bytes. argv: a
// file with the answer.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listening } from './listening.ts';

const [, , file = ''] = process.argv;
const body = readFileSync(file);
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length };
listening(
  createServer((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, headers).end(body);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, headers).end(body);
    });
  }),
);
