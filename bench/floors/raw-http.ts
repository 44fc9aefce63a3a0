// The baseline of Node itself: `node:http` sends prepared bytes. argv: a file with the body, its type.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listening } from './listening.ts';

const [, , file = '', type = 'application/json; charset=utf-8'] = process.argv;
const body = readFileSync(file);
const headers = { 'Content-Type': type, 'Content-Length': body.length };
listening(createServer((_request, response) => response.writeHead(200, headers).end(body)));
