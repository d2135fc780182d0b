import type { Application, ContractSet, QueueChannel } from "#contract";

/** Queues that went, by name, with the queue that is now read in their place: under the same channel, or by the same operation. */
export function replacedQueues(before: ContractSet, after: ContractSet): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  const still = new Set(after.applications.flatMap((application) => [...queuesByUse(application).values()]));
  for (const old of before.applications) {
    const now = after.applications.find(({ id }) => id === old.id);
    if (now === undefined) continue;
    const uses = queuesByUse(now);
    for (const [use, name] of queuesByUse(old)) {
      const next = uses.get(use);
      if (next !== undefined && next !== name && !still.has(name) && !replaced.has(name)) replaced.set(name, next);
    }
  }
  return replaced;
}

/** Names of the queues that channels and receive operations use, by what uses them. */
function queuesByUse({ channels, operations }: Application): ReadonlyMap<string, string> {
  const uses = new Map<string, string>();
  for (const channel of channels) if (channel.kind === "queue") note(uses, `channel ${channel.key}`, channel);
  for (const operation of operations) if (operation.action === "receive") note(uses, `operation ${operation.key}`, operation.channel);
  return uses;
}

function note(uses: Map<string, string>, use: string, { queue, deadLetterQueue }: QueueChannel): void {
  uses.set(use, queue.name);
  uses.set(`${use}, dead letters`, deadLetterQueue);
}
