import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freemem } from 'node:os';

/**
 * Has so many bytes of memory used once and given back. A virtual machine gets pages that it has not used for a while from its host, one by one: 1 GiB
 * written to a file took 2.3 s of the system's time that way and 0.4 s otherwise. No machine that people sit at does that, and who writes nothing would
 * not pay for it.
 */
export const touchMemory = async (bytes: number): Promise<void> => {
  const child = spawn(process.execPath, ['-e', `Buffer.alloc(${Math.min(bytes, Math.floor(freemem() / 2))}, 1)`], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`touching memory ended with ${code}`);
};
