/** A download's progress on one line of the terminal; where there is no terminal, a line for every tenth. */

import { setTimeout as wait } from 'node:timers/promises';

const WIDTH = 30;

export class ProgressLine {
  #total;
  #count;
  #drawnTenth = -1;
  #last = { at: Date.now(), bytes: 0, speed: 0 };

  /**
   * @param {number} total bytes
   * @param {() => number} count bytes sent so far, as the server counts them
   */
  constructor(total, count) {
    this.#total = total;
    this.#count = count;
  }

  /**
   * Draws until that share of the bytes has been sent.
   * @param {number} share 0 to 1
   * @param {number} patience milliseconds without a byte after which it throws
   */
  async until(share, patience) {
    let moved = { at: Date.now(), bytes: this.#count() };
    for (;;) {
      const bytes = this.#count();
      this.#draw(bytes);
      if (bytes >= this.#total * share) return;
      if (bytes > moved.bytes) moved = { at: Date.now(), bytes };
      else if (Date.now() - moved.at > patience) throw new Error(`the download stood still for ${patience / 1000} seconds at ${bytes} of ${this.#total} bytes`);
      await wait(100);
    }
  }

  /** @param {string} text something that happened on the way */
  note(text) {
    this.#clear();
    process.stdout.write(`  ↳ ${text}\n`);
  }

  end() {
    if (process.stdout.isTTY) process.stdout.write('\n');
  }

  #clear() {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  }

  #draw(bytes) {
    const now = Date.now();
    if (now - this.#last.at >= 500) this.#last = { at: now, bytes, speed: ((bytes - this.#last.bytes) / (now - this.#last.at)) * 1000 };
    const share = Math.min(bytes / this.#total, 1);
    const tenth = Math.floor(share * 10);
    if (!process.stdout.isTTY && tenth === this.#drawnTenth) return;
    this.#drawnTenth = tenth;
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const text = `Download     ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${(bytes / 1e6).toFixed(0)} MB  ${(this.#last.speed / 1e6).toFixed(0)} MB/s`;
    this.#clear();
    process.stdout.write(process.stdout.isTTY ? text : `${text}\n`);
  }
}
