import type { Change } from "./change.js";
import type { RegularWork } from "./definition.js";
import type { ServiceLog } from "./log.js";

/** Work that comes round by the clock. */
export interface Regularly {
  /** Begins nothing more; resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** Each round is one unit of work, and begins so long after the end of the one before. One that fails is logged, and the next comes all the same. */
export function startRegularWork<Tables, Publisher>(
  { everyMs, work }: RegularWork<Tables, Publisher>,
  change: Change<Tables, Publisher>,
  log: Pick<ServiceLog, "warn">,
): Regularly {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout;
  const round = async (): Promise<void> => {
    await change(work, {}).catch((err: unknown) => log.warn({ err }, "regular work failed; it is done again at its next turn"));
    running = undefined;
    if (!stopped) timer = soon();
  };
  const soon = (): NodeJS.Timeout =>
    setTimeout(() => {
      running = round();
    }, everyMs);
  let stopped = false;
  timer = soon();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
