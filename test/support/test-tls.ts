import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

export interface TestTls {
  /** The certificate of the authority, and the file that it is in. */
  readonly ca: string;
  readonly caFile: string;
  /** What a redis-server that speaks TLS alone is started with. */
  args(port: number): string[];
  /** The same as lines of its file. */
  config(port: number): string;
}

/** An authority of our own, and a certificate by it for 127.0.0.1 and localhost. */
export async function makeTls(): Promise<TestTls> {
  const dir = await tempDir();
  const file = (name: string) => join(dir, name);
  const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: dir, stdio: 'pipe' });
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  await writeFile(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl(`req -x509 ${newKey} -keyout ca.key -out ca.pem -days 2 -subj /CN=test-authority`);
  openssl(`req ${newKey} -keyout server.key -out server.csr -subj /CN=test-redis`);
  openssl(
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names',
  );
  const options = (port: number) => [
    ['port', '0'],
    ['tls-port', `${port}`],
    ['tls-cert-file', file('server.pem')],
    ['tls-key-file', file('server.key')],
    ['tls-ca-cert-file', file('ca.pem')],
    ['tls-auth-clients', 'no'],
    ['tls-replication', 'yes'],
    ['tls-cluster', 'yes'],
  ];
  return {
    ca: readFileSync(file('ca.pem'), 'utf8'),
    caFile: file('ca.pem'),
    args: (port) => options(port).flatMap(([name, value]) => [`--${name}`, `${value}`]),
    config: (port) =>
      options(port)
        .map(([name, value]) => `${name} ${value}`)
        .join('\n'),
  };
}
