/**
 * Half an hour of rain as a WAV file that is nowhere stored: any part of it can be made at any time, and is always the same.
 * Every part differs from every other, so that a file put together wrongly cannot have the right hash.
 */

import { createCipheriv, createHash } from 'node:crypto';

const HEADER = 44;
const RATE = 44_100;
const BLOCK = 16;
const PIECE = 1 << 18;

export class Episode {
  /** @param {number} size bytes of the whole file, even */
  constructor(size) {
    this.size = size;
    this.header = wavHeader(size - HEADER);
  }

  /**
   * @param {number} start
   * @param {number} end exclusive
   * @returns {Buffer}
   */
  part(start, end) {
    const sound = end > HEADER ? rain(Math.max(start, HEADER) - HEADER, end - HEADER) : Buffer.alloc(0);
    return Buffer.concat([this.header.subarray(start, end), sound]);
  }

  /** SHA-256 of the whole, in hex. */
  hash() {
    const hash = createHash('sha256');
    for (let start = 0; start < this.size; start += PIECE) hash.update(this.part(start, Math.min(start + PIECE, this.size)));
    return hash.digest('hex');
  }
}

/** The key stream of a counter cipher is noise that can be entered anywhere. A quarter of full loudness: noise is loud. */
function rain(start, end) {
  const first = Math.floor(start / BLOCK);
  const counter = Buffer.alloc(BLOCK);
  counter.writeBigUInt64BE(BigInt(first), 8);
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(BLOCK, 'rain'), counter).update(Buffer.alloc(Math.ceil(end / BLOCK) * BLOCK - first * BLOCK));
  const samples = new Int16Array(noise.buffer, noise.byteOffset, noise.length / 2);
  for (let index = 0; index < samples.length; index += 1) samples[index] >>= 2;
  return noise.subarray(start - first * BLOCK, end - first * BLOCK);
}

/** 16-bit stereo PCM. http://soundfile.sapp.org/doc/WaveFormat/ */
function wavHeader(length) {
  const header = Buffer.alloc(HEADER);
  header.write('RIFF', 0);
  header.writeUInt32LE(Math.min(length + 36, 0xffffffff), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(Math.min(length, 0xffffffff), 40);
  return header;
}
