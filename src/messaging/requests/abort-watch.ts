/** Who hears of a signal's abort. One listener for each signal, however many requests share it: Node warns from the eleventh on. */
interface Watched {
  readonly hearers: Set<() => void>;
  readonly listener: () => void;
}

const watched = new WeakMap<AbortSignal, Watched>();

export const watchAbort = (signal: AbortSignal, hearer: () => void): void => {
  const known = watched.get(signal);
  if (known) {
    known.hearers.add(hearer);
    return;
  }
  const hearers = new Set([hearer]);
  const listener = () => {
    for (const hear of [...hearers]) hear();
  };
  watched.set(signal, { hearers, listener });
  signal.addEventListener("abort", listener);
};

export const unwatchAbort = (signal: AbortSignal, hearer: () => void): void => {
  const known = watched.get(signal);
  if (!known?.hearers.delete(hearer) || known.hearers.size > 0) return;
  watched.delete(signal);
  signal.removeEventListener("abort", known.listener);
};
