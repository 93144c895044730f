/** How fast bytes come, smoothed so that a person can read it. */

/** Seconds after which an old speed counts for a third. */
const MEMORY = 4;
/** Shorter looks say more of the moment of looking than of the line. */
const SHORTEST_LOOK = 0.5;

export class SpeedMeter {
  #bytes = 0;
  /** Milliseconds; null before the first look. */
  #lookedAt: number | null = null;
  #speed: number | null = null;

  /**
   * @param bytes the total so far
   * @param now milliseconds
   */
  look(bytes: number, now: number): void {
    if (this.#lookedAt === null || bytes < this.#bytes) {
      this.reset();
      this.#bytes = bytes;
      this.#lookedAt = now;
      return;
    }
    const elapsed = (now - this.#lookedAt) / 1000;
    if (elapsed < SHORTEST_LOOK) return;
    const seen = (bytes - this.#bytes) / elapsed;
    this.#speed = this.#speed === null ? seen : this.#speed + (1 - Math.exp(-elapsed / MEMORY)) * (seen - this.#speed);
    this.#bytes = bytes;
    this.#lookedAt = now;
  }

  /** Forgets all, as after a pause: the time of standing still is no speed. */
  reset(): void {
    this.#bytes = 0;
    this.#lookedAt = null;
    this.#speed = null;
  }

  /** Bytes a second; null when not yet known. */
  get bytesPerSecond(): number | null {
    return this.#speed;
  }
}
