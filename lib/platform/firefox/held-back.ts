/** Bytes of all sites' scripts together. */
const MOST = 64 * 1024 * 1024;

/** One script that is held back. */
export interface HeldScript {
  /** So many bytes more. Lets scripts go where that is too much, perhaps this one, before it returns. */
  add(bytes: number): void;
  end(): void;
}

export interface HeldBack {
  /**
   * @param site whose worker it is
   * @param letGo sends the script on as it is; called once at most, and never after its end
   */
  begin(site: string, letGo: () => void): HeldScript;
  /** Whoever holds them ends, and what it holds would be cut out of the script. */
  letGoOfAll(): void;
}

/**
 * Scripts that wait for what is decided about them. Where they are too much, those of the site that has most of it go on as they are: who floods us with
 * scripts that never end pays for it alone. A script of another site must not change with what somebody else does: that would be an update of its worker.
 */
export const createHeldBack = (most = MOST): HeldBack => {
  const scripts = new Map<HeldScript, { site: string; size: number; letGo: () => void }>();
  let total = 0;

  const greatest = (): string => {
    const sizes = new Map<string, number>();
    for (const { site, size } of scripts.values()) sizes.set(site, (sizes.get(site) ?? 0) + size);
    return [...sizes].reduce((one, other) => (other[1] > one[1] ? other : one))[0];
  };

  const letGo = (flooder: string): void => {
    for (const [script, { site, letGo }] of [...scripts]) {
      if (site !== flooder) continue;
      script.end();
      letGo();
    }
  };

  return {
    begin(site, letGoOfIt) {
      const script: HeldScript = {
        add: (bytes) => {
          const held = scripts.get(script);
          if (!held) return;
          held.size += bytes;
          total += bytes;
          if (total > most) letGo(greatest());
        },
        end: () => {
          total -= scripts.get(script)?.size ?? 0;
          scripts.delete(script);
        },
      };
      scripts.set(script, { site, size: 0, letGo: letGoOfIt });
      return script;
    },
    letGoOfAll: () => {
      for (const { site } of [...scripts.values()]) letGo(site);
    },
  };
};
