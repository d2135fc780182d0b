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
