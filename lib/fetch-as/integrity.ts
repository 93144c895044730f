/** https://w3c.github.io/webappsec-subresource-integrity/ over bytes that come in pieces: WebCrypto hashes only what is whole in memory. */

import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

const algorithms = { sha256, sha384, sha512 };
type Algorithm = keyof typeof algorithms;
/** Weakest first. */
const strength: Algorithm[] = ['sha256', 'sha384', 'sha512'];

export interface IntegrityCheck {
  update(bytes: Uint8Array): void;
  /** Once, after the last byte. */
  matches(): boolean;
}

/** Digests of the strongest algorithm named; null when the metadata asks for nothing that is known. */
const strongestMetadata = (metadata: string): { algorithm: Algorithm; digests: Set<string> } | null => {
  const parsed = metadata
    .split(/[\t\n\f\r ]+/)
    .map((item) => /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?.*)?$/.exec(item))
    .filter((match) => match !== null)
    .map(([, algorithm, digest]) => ({ algorithm: algorithm as Algorithm, digest: digest!.replaceAll('-', '+').replaceAll('_', '/') }));
  const algorithm = strength.findLast((candidate) => parsed.some((item) => item.algorithm === candidate));
  if (algorithm === undefined) return null;
  return { algorithm, digests: new Set(parsed.filter((item) => item.algorithm === algorithm).map((item) => item.digest)) };
};

/** https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist; null: every body matches. */
export const createIntegrityCheck = (metadata: string): IntegrityCheck | null => {
  const strongest = strongestMetadata(metadata);
  if (strongest === null) return null;
  const hash = algorithms[strongest.algorithm].create();
  return {
    update: (bytes) => void hash.update(bytes),
    matches: () => strongest.digests.has(btoa(String.fromCharCode(...hash.digest()))),
  };
};

/** The same for a body that is stored already. Memory stays flat: the Blob is read as a stream. */
export const matchesIntegrity = async (body: Blob, metadata: string): Promise<boolean> => {
  const check = createIntegrityCheck(metadata);
  if (check === null) return true;
  const reader = body.stream().getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return check.matches();
    check.update(value);
  }
};
