import { Gauge, type Registry } from "prom-client";
import { type ApplicationContract, type Broker, type QueueLook, within } from "#messaging";

/** How old what is shown may be, milliseconds: several scrapers cost the broker no more than one. */
const freshMs = 2_000;
/** How long a scrape waits for the broker, milliseconds. */
const patienceMs = 1_000;

type Reads = Pick<ApplicationContract<unknown, unknown>, "receives" | "requests">;
type QueueSource = Pick<Broker, "state" | "look">;
type Looks = readonly (readonly [queue: string, look: QueueLook])[];

/**
 * Shows in `registry` the depth and the consumers of every queue that the application reads, and of their dead-letter queues. The broker is
 * asked when somebody scrapes; while it is away, nothing is shown. Reply queues of one instance are left out: their names are new with every
 * start, and nothing stays in them.
 */
export function measureQueues(registry: Registry, application: Reads, broker: QueueSource): void {
  const read = sharedReading(broker, readBy(application));
  const show = (name: string, help: string, value: (look: QueueLook) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ["queue"],
      registers: [registry],
      async collect() {
        const looks = await read();
        this.reset();
        for (const [queue, look] of looks) this.set({ queue }, value(look));
      },
    });
  };
  show("warren_queue_depth", "Messages ready in a queue that the application reads, or in its dead-letter queue.", ({ ready }) => ready);
  show(
    "warren_queue_consumers",
    "Consumers, of all processes, on a queue that the application reads, or on its dead-letter queue.",
    ({ consumers }) => consumers,
  );
}

function readBy({ receives, requests }: Reads): readonly string[] {
  const readers = [...receives, ...requests.map(({ replies }) => replies)];
  const names = readers.flatMap(({ queue, deadLetterQueue }) => [queue, deadLetterQueue]);
  return [...new Set(names)].filter((name) => !name.includes("{"));
}

/** One reading at a time, shared by all who ask while it is under way or fresh. */
function sharedReading(broker: QueueSource, queues: readonly string[]): () => Promise<Looks> {
  let underWay: Promise<void> | undefined;
  let latest: { readonly at: number; readonly looks: Looks } | undefined;
  const fresh = (): Looks | undefined => (latest !== undefined && performance.now() - latest.at < freshMs ? latest.looks : undefined);
  const readAll = async (): Promise<void> => {
    const found = await Promise.all(queues.map((queue) => broker.look(queue).catch(() => undefined)));
    latest = { at: performance.now(), looks: queues.flatMap((queue, index) => present(queue, found[index])) };
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

const present = (queue: string, look: QueueLook | undefined): Looks => (look === undefined ? [] : [[queue, look]]);
