import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certificate {
  key: Buffer;
  certificate: Buffer;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  publicKeyHash: string;
}

/** A certificate for these names from an authority made for this run and forgotten with it. Needs the `openssl` program. */
export const makeCertificate = (names: string[]): Certificate => {
  const folder = mkdtempSync(path.join(tmpdir(), 'differential-ca-'));
  const file = (name: string): string => path.join(folder, name);
  const openssl = (args: string[], input?: Buffer): Buffer => execFileSync('openssl', args, { stdio: ['pipe', 'pipe', 'ignore'], input });
  const newKey = (name: string): string[] => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file(name)];
  try {
    openssl(['req', '-x509', ...newKey('ca.key'), '-out', file('ca.pem'), '-days', '2', '-subj', '/CN=Differential test authority']);
    openssl(['req', '-new', ...newKey('site.key'), '-out', file('site.csr'), '-subj', `/CN=${names[0]}`]);
    writeFileSync(file('extensions'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\nextendedKeyUsage=serverAuth\n`);
    const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
    openssl(['x509', '-req', '-in', file('site.csr'), ...authority, '-out', file('site.pem'), '-days', '2', '-extfile', file('extensions')]);
    const publicKey = openssl(['pkey', '-in', file('site.key'), '-pubout', '-outform', 'der']);
    return {
      key: readFileSync(file('site.key')),
      certificate: Buffer.concat([readFileSync(file('site.pem')), readFileSync(file('ca.pem'))]),
      publicKeyHash: openssl(['dgst', '-sha256', '-binary'], publicKey).toString('base64'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
