import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';

const demoToken = /^demo-([A-Za-z0-9_.-]{1,64})(?:@([A-Za-z0-9_-]{1,64}))?$/;

/** The passport for trying things out: the token `demo-<uid>` or `demo-<uid>@<zone_id>` is that user. */
export class DemoTokenVerifier implements TokenVerifier {
  async verify(token: string): Promise<VerificationResult> {
    const [, uid, zoneId = null] = demoToken.exec(token) ?? [];
    return uid === undefined ? { kind: 'refused' } : { kind: 'user', user: { uid, zoneId, profile: {} } };
  }
}
