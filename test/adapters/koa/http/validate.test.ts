import { expect } from 'chai';
import type { Context } from 'koa';
import { validatorFor } from '../../../../src/adapters/koa/http/validate.ts';
import { fairnessParameters, visitParameters } from '../../../../src/adapters/koa/public/parameters.ts';

const requestOf = (url: string, body?: unknown) =>
  ({ req: { url }, request: { body }, querystring: url.slice(url.indexOf('?') + 1) }) as unknown as Context;

describe('guardFor', () => {
  for (const [what, schema] of Object.entries({ visit: visitParameters, fairness: fairnessParameters })) {
    const guard = validatorFor(schema);
    /* What is remembered is given again, the same object. */
    const remembers = (url: string, body?: unknown) => {
      const first = guard(requestOf(url, body));
      return guard(requestOf(url, body)) === first;
    };

    it(`${what}: remembers the address by which a crowd comes`, () => {
      expect(remembers('/cms-market/static?activity_id=1055')).to.equal(true);
      expect(guard(requestOf('/cms-market/static?activity_id=1055')))
        .to.have.nested.property('parameters.activity_id')
        .that.equals('1055');
    });

    for (const address of [
      '/x?activity_id=1055&token=secret',
      '/x?token=secret&activity_id=1055',
      '/x?activity_id=1055&%74oken=secret',
      '/x?activity_id=1055&TOKEN=secret',
      '/x?activity_id=1055&token%3Dsecret',
      '/x?activity_id=1055&access_token=secret',
      '/x?activity_id=1055&secret',
      '/x?activity_id=1055#token=secret',
      '/x?%61ctivity_id=1055&token=',
      '/x?activity_id=1055?token=secret',
      '/x?activity_id=',
      'http://token:secret@x/x?activity_id=1055',
    ]) {
      it(`${what}: keeps nothing of ${address}`, () => expect(remembers(address)).to.equal(false));
    }

    it(`${what}: keeps nothing of a request with a body`, () => {
      expect(remembers('/x?activity_id=1055', { token: 'secret' })).to.equal(false);
      expect(remembers('/x?activity_id=1055', {})).to.equal(false);
    });
  }
});
