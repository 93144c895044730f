/** Saves that follow each other, never two at once; what changes while one runs is in the next, however often it is asked for. */
export class SaveQueue {
  readonly #save: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  /** @param save writes the state of the moment when it is called */
  constructor(save: () => Promise<void>) {
    this.#save = save;
  }

  /** Settles as the save that has, or will have, all there is now. */
  get last(): Promise<void> {
    return this.#last;
  }

  /** Resolves when the state as it is now is saved. */
  save(): Promise<void> {
    if (this.#next === null) {
      const run = (): Promise<void> => {
        this.#next = null;
        return this.#save();
      };
      this.#next = this.#last.then(run, run);
      this.#last = this.#next;
    }
    return this.#next;
  }
}
