/** More than are needed for one host wait for nobody. */
const MOST = 6;

const spare: ArrayBuffer[] = [];

/**
 * A buffer that is read into by nobody else. It has bytes of whatever was read into it before.
 * A new one for each part of a large body, or for each of many small ones, would wait for the garbage collector: 64 MiB of them for each GiB in Firefox.
 */
export const takeBuffer = (size: number): ArrayBuffer => {
  const buffer = spare.pop();
  return buffer?.byteLength === size ? buffer : new ArrayBuffer(size);
};

/** Must be called by whoever took it, once at most, with no use of it after that. */
export const giveBuffer = (buffer: ArrayBuffer): void => {
  if (spare.length < MOST) spare.push(buffer);
};
