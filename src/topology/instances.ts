/** Names with `{instance}`: which live queues are theirs. */
import type { WantedBinding, WantedQueue, WantedTopology } from "./wanted.js";

const place = "{instance}";

/** What may stand for `{instance}`: the runtime takes no other ids. */
export const instanceId = "[A-Za-z0-9_-]{1,64}";

/**
 * The topology with the queues and bindings of each instance that is there in the place of those with `{instance}`. An instance is there
 * if a queue of its name is; a name that a document gives outright is nobody's instance.
 */
export function withInstances(wanted: WantedTopology, liveQueues: readonly string[]): WantedTopology {
  const given = new Set(wanted.queues.map(({ name }) => name));
  const others = liveQueues.filter((name) => !given.has(name));
  const idsOf = (template: string): readonly string[] => others.flatMap((name) => instanceIn(template, name) ?? []);
  const queues = wanted.queues.flatMap((queue): readonly WantedQueue[] =>
    queue.name.includes(place)
      ? idsOf(queue.name).map((id) => ({ ...queue, name: fill(queue.name, id), arguments: fillAll(queue.arguments, id) }))
      : [queue],
  );
  const bindings = wanted.bindings.flatMap((binding): readonly WantedBinding[] =>
    binding.queue.includes(place) ? idsOf(binding.queue).map((id) => filledBinding(binding, id)) : [binding],
  );
  return { exchanges: wanted.exchanges, queues, bindings };
}

/** Finds the name in the documents that a live queue has: its own, or the one with `{instance}`; undefined for what no document asks for. */
export function templateFor(names: readonly string[]): (live: string) => string | undefined {
  const given = new Set(names);
  const templates = names.filter((name) => name.includes(place));
  return (live) => (given.has(live) ? live : templates.find((template) => instanceIn(template, live) !== undefined));
}

/** The id for which a template gives the name; undefined where there is none. */
function instanceIn(template: string, name: string): string | undefined {
  const [first = "", second = "", ...more] = template.split(place).map((text) => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  const pattern = `^${first}(?<id>${instanceId})${[second, ...more].join("\\k<id>")}$`;
  return new RegExp(pattern, "u").exec(name)?.groups?.id;
}

const fill = (text: string, id: string): string => text.replaceAll(place, id);

const fillAll = (args: WantedQueue["arguments"], id: string): WantedQueue["arguments"] =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? fill(value, id) : value]));

const filledBinding = (binding: WantedBinding, id: string): WantedBinding => ({
  ...binding,
  queue: fill(binding.queue, id),
  routingKey: fill(binding.routingKey, id),
  arguments: fillAll(binding.arguments, id),
});
