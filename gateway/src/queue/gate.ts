export interface Gate {
  /** Waits for a free place. Returns how to leave it. */
  enter(): Promise<() => void>;
  /** Resolves when nobody is inside. */
  empty(): Promise<void>;
}

/** Lets only so many in at once; the others wait in the order in which they came. */
export function gate(places: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const leaving: (() => void)[] = [];

  const leave = () => {
    const next = waiting.shift();
    if (next) return next();
    inside -= 1;
    if (inside === 0) for (const resolve of leaving.splice(0)) resolve();
  };
  /** Leaving twice must not let two in. */
  const once = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };
  return {
    async enter() {
      if (inside < places) inside += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return once();
    },
    async empty() {
      if (inside > 0) await new Promise<void>((resolve) => leaving.push(resolve));
    },
  };
}
