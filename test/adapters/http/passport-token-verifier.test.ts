import { expect } from 'chai';
import { checkTokenWire } from '../../../src/adapters/http/check-token-wire.ts';
import { PassportTokenVerifier } from '../../../src/adapters/http/passport-token-verifier.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { PassportResult } from '../../../src/domain/visitors/visitor-telemetry.ts';
import { describeTokenVerifier } from '../../contracts/token-verifier.ts';
import { type Handler, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

const TIMEOUT_MS = 300;

async function passport(handler: Handler, timeoutMs = TIMEOUT_MS) {
  const recorded: { result: PassportResult; seconds: number | null }[] = [];
  const server = await startHttpServer(handler);
  const verifier = new PassportTokenVerifier({
    url: `${server.origin}/check_token`,
    wire: checkTokenWire({ uid: 'uid', zone: 'zone_id', name: 'name' }),
    timeoutMs,
    entropy: cryptoEntropy,
    telemetry: { passportAsked: (result, seconds) => recorded.push({ result, seconds }) },
  });
  const close = async () => {
    verifier.close();
    await server.close();
  };
  return { verifier, server, recorded, close };
}

const json =
  (body: unknown): Handler =>
  (_request, response) =>
    response.end(JSON.stringify(body));
const status =
  (code: number, body = ''): Handler =>
  (_request, response) =>
    response.writeHead(code).end(body);

const users: Record<string, unknown> = {
  good: { uid: 'u1', zone_id: 1000, nick: '小明' },
  noZone: { uid: 'u2' },
};

describeTokenVerifier({
  name: 'HTTP check_token',
  tokens: { good: 'good', noZone: 'noZone', bad: 'bad' },
  create: () =>
    passport((_request, response, body) => {
      const user = users[JSON.parse(body).token];
      response.end(JSON.stringify(user ? { ret: 0, data: user } : { ret: 1, msg: 'no such token' }));
    }),
});

describe('PassportTokenVerifier', () => {
  async function resultOf(handler: Handler): Promise<unknown> {
    const { verifier, close } = await passport(handler);
    try {
      return await verifier.verify('t').catch((error: unknown) => error);
    } finally {
      await close();
    }
  }

  it('sends the token as JSON by POST', async () => {
    const { verifier, server, close } = await passport(json({ ret: 0, data: { uid: 1 } }));
    await verifier.verify('a token, with "signs"');
    await close();
    expect(server.requests).to.have.length(1);
    expect(server.requests[0]).to.include({ method: 'POST', url: '/check_token' });
    expect(server.requests[0]?.headers['content-type']).to.match(/^application\/json/);
    expect(JSON.parse(server.requests[0]?.body ?? '')).to.deep.equal({ token: 'a token, with "signs"' });
  });

  it('keeps the other fields of the user', async () => {
    expect(await resultOf(json({ ret: 0, data: users.good }))).to.deep.equal({
      kind: 'user',
      user: { uid: 'u1', zoneId: '1000', profile: { nick: '小明' } },
    });
  });

  for (const [what, handler] of Object.entries({
    'ret other than 0': json({ ret: -7 }),
    'HTTP 401': status(401, '<html>'),
    'HTTP 403': status(403),
  })) {
    it(`treats ${what} as a refusal`, async () => {
      expect(await resultOf(handler)).to.deep.equal({ kind: 'refused' });
    });
  }

  const faults: Record<string, Handler> = {
    'HTTP 500': status(500, '{"ret":1}'),
    'HTTP 404': status(404, '{"ret":1}'),
    'HTTP 204': status(204),
    'a redirect': (_request, response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
    'no JSON': (_request, response) => response.end('<html>ok</html>'),
    'an empty body': (_request, response) => response.end(),
    'JSON without ret': json({ data: { uid: 'u1' } }),
    'ret as a text': json({ ret: '0', data: { uid: 'u1' } }),
    'ret 0 without a user': json({ ret: 0 }),
    'ret 0 with an integer beyond 2^53': (_request, response) =>
      response.end('{"ret":0,"data":{"uid":9007199254740993}}'),
    'more than 64 KiB': json({ ret: 0, data: { uid: 'u1', nick: 'x'.repeat(65_536) } }),
    'a packed body': (_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(Buffer.from('1f8b0800', 'hex')),
    'no answer': () => {},
    'a body that drips': (_request, response) => {
      const drip = setInterval(() => response.write(' '), TIMEOUT_MS / 5);
      response.on('close', () => clearInterval(drip));
    },
    'a connection cut off': (request) => request.socket.destroy(),
  };
  for (const [what, handler] of Object.entries(faults)) {
    it(`treats ${what} as a fault, never as a refusal`, async () => {
      const startedAt = performance.now();
      const error = await resultOf(handler);
      expect(error).to.be.instanceOf(DependencyError);
      expect(JSON.stringify(error)).not.to.include('"t"');
      expect(performance.now() - startedAt).to.be.below(TIMEOUT_MS * 5);
    });
  }

  it('does not follow a redirect', async () => {
    const { verifier, server, close } = await passport(faults['a redirect']!);
    await verifier.verify('t').catch(() => {});
    await close();
    expect(server.requests.map(({ url }) => url)).to.deep.equal(['/check_token']);
  });

  it('takes no option from the prototype of all objects', async () => {
    const { verifier, close } = await passport(json({ ret: 0, data: { uid: 1 } }));
    const shared = Object.prototype as { onDownloadProgress?: unknown };
    let isCalled = false;
    try {
      shared.onDownloadProgress = () => {
        isCalled = true;
      };
      expect((await verifier.verify('t')).kind).to.equal('user');
    } finally {
      delete shared.onDownloadProgress;
      await close();
    }
    expect(isCalled).to.equal(false);
  });

  it('makes one call for 1,000 concurrent verifications of a token', async () => {
    const { verifier, server, close } = await passport(json({ ret: 0, data: { uid: 1 } }));
    const results = await Promise.all(Array.from({ length: 1000 }, () => verifier.verify('t')));
    await close();
    expect(results.every(({ kind }) => kind === 'user')).to.equal(true);
    expect(server.requests).to.have.length(1);
  });

  it('stops calling a passport that keeps failing, and makes one call to test whether it is back', async () => {
    let well = false;
    const { verifier, server, close } = await passport((request, response, body) =>
      (well ? json({ ret: 0, data: { uid: 1 } }) : status(500))(request, response, body),
    );
    try {
      for (let call = 0; call < 20; call++) await verifier.verify(`t${call}`).catch(() => {});
      expect(server.requests.length).to.be.below(20);
      expect(verifier.isHealthy()).to.equal(false);

      const before = server.requests.length;
      const verifyMany = () =>
        Promise.allSettled(Array.from({ length: 50 }, (_, call) => verifier.verify(`again${call}`)));
      const probed = async () => {
        await verifyMany();
        return server.requests.length > before;
      };
      await until(probed, { what: 'a probe' });
      expect(server.requests.length - before, 'calls while the others wait').to.equal(1);

      well = true;
      const admitted = async () => (await verifier.verify('later').catch(() => null))?.kind === 'user';
      await until(admitted, { what: 'the breaker to close' });
      expect(verifier.isHealthy()).to.equal(true);
    } finally {
      await close();
    }
  });

  it('records the result of each verification, and the duration of each call', async () => {
    let handler: Handler = json({ ret: 0, data: { uid: 1 } });
    const { verifier, recorded, close } = await passport((...args) => handler(...args));
    try {
      expect(verifier.breakerState()).to.equal('closed');
      await verifier.verify('t');
      handler = json({ ret: 1 });
      await verifier.verify('u');
      await verifier.verify('u');
      handler = status(500);
      for (let call = 0; call < 11; call++) await verifier.verify('t').catch(() => {});
      expect(verifier.breakerState()).to.equal('open');
      const results = recorded.map(({ result }) => result);
      expect(results).to.deep.equal([
        'user',
        'refused',
        'remembered',
        ...Array(10).fill('fault'),
        'breaker_open',
      ]);
      expect(recorded.at(-1)?.seconds, 'without a call').to.equal(null);
      const asked = recorded.filter(({ result }) => result !== 'remembered' && result !== 'breaker_open');
      for (const { seconds } of asked) expect(seconds).to.be.within(0, 1);
    } finally {
      await close();
    }
  });

  for (const code of [400, 404, 405, 422, 499]) {
    it(`keeps calling a passport that answers HTTP ${code}, which is a fault of the request`, async () => {
      const { verifier, server, close } = await passport((request, response, body) =>
        (body.includes('junk') ? status(code) : json({ ret: 0, data: { uid: 1 } }))(request, response, body),
      );
      for (let call = 0; call < 20; call++) {
        expect(await verifier.verify(`junk${call}`).catch((error: unknown) => error)).to.be.instanceOf(
          DependencyError,
        );
      }
      expect(server.requests).to.have.length(20);
      expect(verifier.breakerState()).to.equal('closed');
      expect(verifier.isHealthy(), 'the URL may be wrong').to.equal(false);
      expect((await verifier.verify('login')).kind).to.equal('user');
      expect(verifier.isHealthy()).to.equal(true);
      await close();
    });
  }

  for (const code of [408, 429, 302, 500, 503]) {
    it(`stops calling a passport that keeps answering HTTP ${code}`, async () => {
      const { verifier, close } = await passport(status(code));
      for (let call = 0; call < 10; call++) await verifier.verify(`t${call}`).catch(() => {});
      expect(verifier.breakerState()).to.equal('open');
      await close();
    });
  }

  it('closes the breaker after a 4xx, which shows that the passport is back', async () => {
    let code = 500;
    const { verifier, close } = await passport((...args) => status(code)(...args));
    for (let call = 0; call < 10; call++) await verifier.verify(`t${call}`).catch(() => {});
    code = 400;
    let call = 0;
    const asked = async () => {
      await verifier.verify(`junk${call++}`).catch(() => {});
      return verifier.breakerState() === 'closed';
    };
    await until(asked, { what: 'the breaker to close' });
    await close();
  });

  it('makes one call a second at most for a token that is refused or answered with 400', async () => {
    for (const [handler, outcome] of [
      [json({ ret: 1 }), 'refused'],
      [status(401), 'refused'],
      [status(400), 'fault'],
    ] as const) {
      const { verifier, server, recorded, close } = await passport(handler);
      const startedAt = performance.now();
      for (let call = 0; call < 100; call++) {
        const kind = await verifier.verify('junk').then(
          (result) => result.kind,
          () => 'fault',
        );
        expect(kind).to.equal(outcome);
      }
      const seconds = (performance.now() - startedAt) / 1000;
      expect(server.requests.length).to.be.within(1, 1 + Math.floor(seconds));
      expect(recorded.filter(({ result }) => result === 'remembered')).to.have.length(
        100 - server.requests.length,
      );
      await close();
    }
  });

  it('keeps slots for tokens that were valid before and for other networks while junk fills the others', async () => {
    const answers: (() => void)[] = [];
    const { verifier, recorded, close } = await passport(
      (_request, response) => answers.push(() => response.end('{"ret":1}')),
      20_000,
    );
    const from = (address: string) => ({ requestId: 'r', trace: null, clientAddress: () => address });
    const kindOf = (result: Promise<{ kind: string }>) =>
      result.then(
        ({ kind }) => kind,
        () => 'fault',
      );
    const junk = Array.from({ length: 1300 }, (_, call) =>
      kindOf(verifier.verify(`junk${call}`, from(`2001:db8::${call.toString(16)}`))),
    );
    const known = Array.from({ length: 200 }, (_, call) =>
      kindOf(verifier.verify(`known${call}`, from('2001:db8::1'), true)),
    );
    const logins = Array.from({ length: 100 }, (_, call) =>
      kindOf(verifier.verify(`login${call}`, from('192.0.2.7'))),
    );
    await until(() => answers.length === 700, { what: 'the calls to be under way' });
    for (const answer of answers) answer();
    const kinds = await Promise.all(junk);
    expect(kinds.filter((kind) => kind === 'refused')).to.have.length(400);
    expect(new Set([...(await Promise.all(known)), ...(await Promise.all(logins))])).to.deep.equal(
      new Set(['refused']),
    );
    expect(recorded.filter(({ result }) => result === 'network_full')).to.have.length(900);
    // The slots are free again.
    const later = kindOf(verifier.verify('later', from('2001:db8::1')));
    await until(() => answers.length === 701, { what: 'a later call' });
    answers.at(-1)?.();
    expect(await later).to.equal('refused');
    await close();
  });
});
