import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { sendRaw } from '../support/http.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';

// As from a balancer that ends TLS: nginx sends plain http elsewhere.
const START =
  'POST /cms-market/static HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nContent-Type: application/json\r\n';
const HIDDEN = 'GET /readyz HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n';

const ambiguous: Readonly<Record<string, string>> = {
  'a length and chunks': `${START}Content-Length: ${5 + HIDDEN.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two lengths': `${START}Content-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'a length that is a list': `${START}Content-Length: 0, ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'chunks in disguise': `${START}Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunks twice': `${START}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a space before the colon': `${START}Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`,
};

describe('a request hidden in another', () => {
  let program: RunningProgram;
  let nginx: TestNginx;
  before(async () => {
    program = await startProgram();
    nginx = await startNginx(program.port);
  });
  after(async () => {
    await nginx.stop();
    await program.stop();
  });

  for (const [name, bytes] of Object.entries(ambiguous)) {
    it(`${name}: refused by nginx, and by the service where it stands alone`, async () => {
      for (const port of [nginx.port, program.port]) {
        const answer = await sendRaw(port, bytes);
        expect(answer).to.match(/^HTTP\/1\.1 (400|501) /);
        expect(answer, 'an answer to what was hidden').not.to.match(/"checks"/);
      }
    });
  }
});
