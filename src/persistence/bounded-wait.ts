/** Resolves with the work, or without it once the time is up. */
export async function atMost(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** Settles with the work, or rejects with `error` when the signal aborts first. */
export async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined, error: () => Error): Promise<void> {
  if (signal === undefined) return work;
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => reject(error());
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
