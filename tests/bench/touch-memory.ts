import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freemem } from 'node:os';

/**
 * Has so many bytes of memory used once and given back. A virtual machine gets memory that it has not used, or has given back, from its host: Firefox's
 * writes of 1 GiB took 3.1 s then, and 0.9 s otherwise. No machine that people sit at does that, and who writes nothing would
 * not pay for it.
 */
export const touchMemory = async (bytes: number): Promise<void> => {
  const child = spawn(process.execPath, ['-e', `Buffer.alloc(${Math.min(bytes, Math.floor(freemem() / 2))}, 1)`], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`touching memory ended with ${code}`);
};
