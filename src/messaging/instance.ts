import type { JsonValue, Topology } from "./descriptors.js";

const place = "{instance}";

/** `text` with the id of the running instance in its place. */
export const withInstance = (text: string, instance: string): string => text.replaceAll(place, instance);

/**
 * The topology as one running instance declares it: `{instance}` filled in. The same object where nothing names it.
 * Throws `RangeError` on an id that reply addresses have no room for: it needs 1 to 64 of `A-Z a-z 0-9 _ -`.
 */
export const forInstance = (topology: Topology, instance: string): Topology => {
  if (!/^[\w-]{1,64}$/.test(instance)) throw new RangeError(`"${instance}" is no id of an instance: it needs 1 to 64 of A-Z a-z 0-9 _ -`);
  if (!JSON.stringify(topology).includes(place)) return topology;
  const fill = (text: string) => withInstance(text, instance);
  const fillAll = (args: Readonly<Record<string, JsonValue>>) =>
    Object.fromEntries(Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? fill(value) : value]));
  return {
    ...topology,
    queues: topology.queues.map((queue) => ({ ...queue, name: fill(queue.name), arguments: fillAll(queue.arguments) })),
    bindings: topology.bindings.map((binding) => ({
      ...binding,
      queue: fill(binding.queue),
      routingKey: fill(binding.routingKey),
      arguments: fillAll(binding.arguments),
    })),
  };
};
