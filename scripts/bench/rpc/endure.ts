/** A long run of ours: what is lost, what fails, what is left over, and what memory the requester takes on the way. */
import { portfolio } from "#generated/portfolio/portfolio/index.js";
import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import type { Figure } from "../figures.js";
import { residentMegabytes } from "../memory.js";
import { connectRaw } from "../raw.js";
import type { LoadResult } from "./load.js";
import type { LoadProcess } from "./programs.js";

const atOnce = 100;
const quarters = 4;
/** Not counted: fills what remembers the latest requests, and lets the engine compile what runs often. */
const warmUp = 20_000;

export interface Endurance {
  readonly requests: number;
  readonly client: LoadProcess;
  /** Process id of the worker. */
  readonly worker: number | undefined;
  readonly brokerUrl: string;
  readonly say: (line: string) => void;
}

export async function endure({ requests, client, worker, brokerUrl, say }: Endurance): Promise<readonly Figure[]> {
  const before = await client.load({ atOnce, until: { requests: warmUp } });
  const resident = [residentMegabytes(worker)];
  const results: LoadResult[] = [];
  for (let quarter = 0; quarter < quarters; quarter++) {
    const from = Math.floor((requests * quarter) / quarters);
    const to = Math.floor((requests * (quarter + 1)) / quarters);
    const result = await client.load({ atOnce, until: { requests: to - from } });
    results.push(result);
    say(`${to.toLocaleString("en")} requests, ${result.heapMegabytes.toFixed(1)} MB, errors ${JSON.stringify(result.errors)}`);
  }
  resident.push(residentMegabytes(worker));
  return figuresOf({ requests, heapAtStart: before.heapMegabytes, results, resident, queued: await messagesLeft(brokerUrl) });
}

interface Outcome {
  readonly requests: number;
  readonly heapAtStart: number;
  readonly results: readonly LoadResult[];
  readonly resident: readonly number[];
  readonly queued: number;
}

function figuresOf({ requests, heapAtStart, results, resident, queued }: Outcome): Figure[] {
  const total = (of: (result: LoadResult) => number): number => results.reduce((sum, result) => sum + of(result), 0);
  const timeouts = total(({ errors }) => errors.timeout ?? 0);
  const failed = total(({ asked, answered }) => asked - answered);
  const heap = results.map((result) => result.heapMegabytes);
  const figure = (name: string, unit: string, runs: readonly number[], goal?: Figure["goal"]): Figure => ({
    name: `${requests.toLocaleString("en")} requests, ${atOnce} at once: ${name}`,
    unit,
    runs,
    ...(goal && { goal }),
  });
  return [
    figure(
      "rate, by quarters",
      "/s",
      results.map(({ answered, seconds }) => answered / seconds),
    ),
    figure(
      "p99, by quarters",
      "ms",
      results.map(({ p99 }) => p99),
    ),
    figure("lost (never answered)", "", [timeouts], { most: 0 }),
    figure("other errors", "", [failed - timeouts], { most: 0 }),
    figure("heap at the start", "MB", [heapAtStart]),
    ...heap.map((megabytes, quarter) => figure(`heap after ${((quarter + 1) * 100) / quarters} %`, "MB", [megabytes])),
    figure("heap grown by", "MB", [(heap.at(-1) ?? Number.NaN) - heapAtStart], { most: 2 }),
    figure("resident memory of the worker, before and after", "MB", resident),
    figure("requests still kept account of", "", [results.at(-1)?.left ?? Number.NaN], { most: 0 }),
    figure("messages left in queues, dead letters included", "", [queued], { most: 0 }),
  ];
}

/** Ready messages in all queues of both applications that have a fixed name. */
async function messagesLeft(url: string): Promise<number> {
  const connection = await connectRaw(url);
  const channel = await connection.createChannel();
  const names = new Set([...portfolio.topology.queues, ...usersWorker.topology.queues].map(({ name }) => name));
  let left = 0;
  for (const name of names) if (!name.includes("{")) left += (await channel.checkQueue(name)).messageCount;
  await connection.close();
  return left;
}
