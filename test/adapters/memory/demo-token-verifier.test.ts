import { DemoTokenVerifier } from '../../../src/adapters/memory/demo-token-verifier.ts';
import { describeTokenVerifier } from '../../contracts/token-verifier.ts';

describeTokenVerifier({
  name: 'demo passport',
  tokens: { good: 'demo-u1@1000', noZone: 'demo-u2', bad: 'u1@1000' },
  create: async () => ({ verifier: new DemoTokenVerifier(), close: async () => {} }),
});
