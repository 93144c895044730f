/** At most so many at once; the rest wait in order. */
export interface Slots {
  /** Resolves with what gives the slot back; giving it back twice is once. */
  take(): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      };
    },
  };
}

/** As many for each name. */
export interface SlotsByName {
  take(name: string): Promise<() => void>;
}

export function createSlotsByName(count: number): SlotsByName {
  const all = new Map<string, { slots: Slots; users: number }>();
  return {
    async take(name) {
      const own = all.get(name) ?? { slots: createSlots(count), users: 0 };
      all.set(name, own);
      own.users += 1;
      const release = await own.slots.take();
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        release();
        own.users -= 1;
        if (own.users === 0) all.delete(name);
      };
    },
  };
}
