// A collector of OTLP/HTTP that takes all spans and reads none.
import { createServer } from 'node:http';
import { listening } from './listening.ts';

listening(
  createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{}');
    });
  }),
);
