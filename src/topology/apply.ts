import { type Broker, MessagingError, type Topology } from "#messaging";
import { lastingOnly, passingQueues, type WantedTopology } from "./wanted.js";

export interface Applied {
  /** How many of each are there now as the documents ask. */
  readonly exchanges: number;
  readonly queues: number;
  readonly bindings: number;
  /** Queues that come and go with their applications, which declare them. */
  readonly left: readonly string[];
  /** What the broker refused, one sentence each. */
  readonly refused: readonly string[];
}

/**
 * Declares what lasts. What is there already as it should be stays as it is; what is there otherwise is refused and told, and does not
 * keep the rest from being declared. Rejects where the broker is lost.
 */
export async function applyTopology(broker: Pick<Broker, "declare">, wanted: WantedTopology): Promise<Applied> {
  const { exchanges, queues, bindings } = declarations(lastingOnly(wanted));
  const left = passingQueues(wanted);
  if ((await refusalOf(broker, { exchanges, queues, bindings })) === undefined) {
    return { exchanges: exchanges.length, queues: queues.length, bindings: bindings.length, left, refused: [] };
  }
  const refused: string[] = [];
  const inTurn = async (parts: readonly Topology[]): Promise<number> => {
    const before = refused.length;
    for (const part of parts) refused.push(...((await refusalOf(broker, part)) ?? []));
    return parts.length - (refused.length - before);
  };
  return {
    exchanges: await inTurn(exchanges.map((exchange) => ({ ...nothing, exchanges: [exchange] }))),
    queues: await inTurn(queues.map((queue) => ({ ...nothing, queues: [queue] }))),
    bindings: await inTurn(bindings.map((binding) => ({ ...nothing, bindings: [binding] }))),
    left,
    refused,
  };
}

const nothing: Topology = { exchanges: [], queues: [], bindings: [] };

/** As the runtime takes them: without who asks. */
function declarations({ exchanges, queues, bindings }: WantedTopology): Topology {
  const bare = <Wanted extends WantedTopology["bindings" | "exchanges" | "queues"][number]>({
    applications: _,
    owners: __,
    ...declaration
  }: Wanted) => declaration;
  return { exchanges: exchanges.map(bare), queues: queues.map(bare), bindings: bindings.map(bare) };
}

async function refusalOf(broker: Pick<Broker, "declare">, topology: Topology): Promise<readonly [string] | undefined> {
  try {
    await broker.declare(topology);
    return undefined;
  } catch (error) {
    if (error instanceof MessagingError && error.code === "invalid") return [inWords(error.message)];
    throw error;
  }
}

const inequivalent = /^RabbitMQ refuses the (.+): PRECONDITION_FAILED - inequivalent arg '([^']+)' .*?received (.+?) but current is (.+)$/s;

/** RabbitMQ names one thing that differs; all of them tells {@link drift}. */
function inWords(message: string): string {
  const [, what, name, wanted, live] = inequivalent.exec(message) ?? [];
  if (what === undefined || name === undefined || wanted === undefined || live === undefined) return message;
  return `The ${what} is there already with another ${name}: ${valueWords(live)} there, ${valueWords(wanted)} in the documents.`;
}

const valueWords = (text: string): string => (text === "none" ? "none" : text.replace(/^the value '(.*)' of type '\w+'$/s, "$1"));
