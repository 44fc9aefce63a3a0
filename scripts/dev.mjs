// The page with hot reload: `npm run dev`. With the id of an activity, a gallery of every state of its page, on answers that
// are made from its file, without a service: `npm run dev -- 2001`.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const [id] = process.argv.slice(2);
if (id) process.env.GALLERY = id;

const server = await createServer({
  configFile: fileURLToPath(new URL('../web/vite.config.ts', import.meta.url)),
});
await server.listen();
server.printUrls();
