import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempDir } from './temp-dir.ts';

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

let made: Promise<Certificate> | undefined;

/** A certificate for `localhost` and 127.0.0.1 that signs itself, made once for all the tests of a process. */
export function selfSignedCertificate(): Promise<Certificate> {
  made ??= make();
  return made;
}

async function make(): Promise<Certificate> {
  const dir = await tempDir();
  const [certificate, key] = [join(dir, 'certificate.pem'), join(dir, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    ...kind,
    ...names,
    '-out',
    certificate,
    '-keyout',
    key,
  ]);
  return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
}
