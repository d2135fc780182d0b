import { Gauge, type Registry } from "prom-client";
import { type ApplicationContract, type Broker, within } from "#messaging";

/** How old a shown depth may be, milliseconds: several scrapers cost the broker no more than one. */
const freshMs = 2_000;
/** How long a scrape waits for the broker, milliseconds. */
const patienceMs = 1_000;

type Reads = Pick<ApplicationContract<unknown, unknown>, "receives" | "requests">;
type DepthSource = Pick<Broker, "state" | "depth">;
type Depths = readonly (readonly [queue: string, depth: number])[];

/**
 * Shows in `registry` the depth of every queue that the application reads, and of their dead-letter queues. The broker is asked when
 * somebody scrapes; while it is away, nothing is shown. Reply queues of one instance are left out: their names are new with every
 * start, and nothing stays in them.
 */
export function measureQueueDepths(registry: Registry, application: Reads, broker: DepthSource): void {
  const read = sharedReading(broker, readBy(application));
  new Gauge({
    name: "warren_queue_depth",
    help: "Messages ready in a queue that the application reads, or in its dead-letter queue.",
    labelNames: ["queue"],
    registers: [registry],
    async collect() {
      const depths = await read();
      this.reset();
      for (const [queue, depth] of depths) this.set({ queue }, depth);
    },
  });
}

function readBy({ receives, requests }: Reads): readonly string[] {
  const readers = [...receives, ...requests.map(({ replies }) => replies)];
  const names = readers.flatMap(({ queue, deadLetterQueue }) => [queue, deadLetterQueue]);
  return [...new Set(names)].filter((name) => !name.includes("{"));
}

/** One reading at a time, shared by all who ask while it is under way or fresh. */
function sharedReading(broker: DepthSource, queues: readonly string[]): () => Promise<Depths> {
  let underWay: Promise<void> | undefined;
  let latest: { readonly at: number; readonly depths: Depths } | undefined;
  const fresh = (): Depths | undefined => (latest !== undefined && performance.now() - latest.at < freshMs ? latest.depths : undefined);
  const readAll = async (): Promise<void> => {
    const found = await Promise.all(queues.map((queue) => broker.depth(queue).catch(() => undefined)));
    latest = { at: performance.now(), depths: queues.flatMap((queue, index) => present(queue, found[index])) };
    underWay = undefined;
  };
  return async () => {
    if (broker.state !== "up") return [];
    if (fresh() === undefined) {
      underWay ??= readAll();
      await within(patienceMs, underWay);
    }
    return fresh() ?? [];
  };
}

const present = (queue: string, depth: number | undefined): Depths => (depth === undefined ? [] : [[queue, depth]]);
