/** What to do about a difference: the steps, and what is lost on the way. */
import type { LiveBinding, LiveExchange, LiveQueue, LiveTopology } from "../management/live.js";
import { shellQuoted } from "../shell.js";
import type { WantedQueue, WantedTopology } from "../wanted.js";
import type { Trait } from "./model.js";

export interface Plan {
  readonly loses: readonly string[];
  readonly migration: readonly string[];
}

/** What the steps are written from. */
export interface Scene {
  readonly wanted: WantedTopology;
  readonly live: LiveTopology;
  /** Without user and password. */
  readonly managementUrl: string;
}

const apply = "npm run warren -- topology apply";

export const toAdd = (owners: readonly string[]): Plan => ({
  loses: [],
  migration: owners.length === 0 ? [apply] : [apply, `or start ${owners.join(" or ")}, which declare${owners.length === 1 ? "s" : ""} it.`],
});

/** RabbitMQ changes no exchange: it is deleted and declared again. */
export function toReplaceExchange({ name }: LiveExchange, applications: readonly string[], scene: Scene): Plan {
  const foreign = scene.live.bindings.filter(
    (binding) =>
      binding.exchange === name && !scene.wanted.bindings.some((each) => each.exchange === name && each.queue === binding.destination),
  );
  return {
    loses: foreign.map((binding) => `The ${bindingWords(binding)}, which no document asks for.`),
    migration: [
      `Stop ${applications.join(", ")}; what they have to send waits in their outboxes.`,
      deleteCommand(scene, `exchanges/{vhost}/${encodeURIComponent(name)}`),
      apply,
      `Start ${applications.join(", ")}.`,
    ],
  };
}

/** Nor a queue. Its messages go to another queue first, and come back. */
export function toReplaceQueue(live: LiveQueue, wanted: WantedQueue, scene: Scene): Plan {
  const people = wanted.owners.length > 0 ? wanted.owners : wanted.applications;
  const { away, back, loses } = moves(live, scene);
  const { waiting, working } = leadingTo(live, scene);
  return {
    loses: [
      ...loses,
      ...(working.length === 0 ? [] : [`What expires or is given up in ${quotedNames(working)} meanwhile: RabbitMQ leads it here.`]),
    ],
    migration: [
      `Stop ${people.join(", ")}: nobody may read the queue meanwhile. ${meanwhile(live, scene)}`,
      ...waiting.map((name) => `Wait until "${name}" is empty: what it hands back while this queue is gone is lost.`),
      ...away,
      ...deletion(live, scene),
      apply,
      ...back,
      "Start again what was stopped.",
    ],
  };
}

const quotedNames = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** Queues whose dead letters RabbitMQ itself brings here: those that empty themselves in time, and those that are worked on. */
function leadingTo(
  { name }: LiveQueue,
  { live: { queues } }: Scene,
): { readonly waiting: readonly string[]; readonly working: readonly string[] } {
  const leading = queues.filter(
    ({ arguments: args }) => args["x-dead-letter-exchange"] === "" && args["x-dead-letter-routing-key"] === name,
  );
  const waits = ({ arguments: args, consumers }: LiveQueue): boolean => args["x-message-ttl"] !== undefined && (consumers ?? 0) === 0;
  const names = (some: readonly LiveQueue[]): readonly string[] => some.map((queue) => queue.name).toSorted();
  return { waiting: names(leading.filter(waits)), working: names(leading.filter((queue) => !waits(queue))) };
}

/** A message that reaches no queue is returned to its sender; one that reaches another is not. */
function meanwhile({ name }: LiveQueue, { live: { bindings } }: Scene): string {
  const sources = new Set(bindings.filter(({ destination }) => destination === name).map(({ exchange }) => exchange));
  const shared = [...sources].filter((source) => bindings.some(({ exchange, destination }) => exchange === source && destination !== name));
  if (shared.length === 0) return "What is sent to it while it is gone waits in its senders' outboxes.";
  return `Stop what publishes to ${quotedNames(shared.toSorted())} too: other queues are bound there, so what comes while this one is gone would miss it.`;
}

export function toRemoveQueue(live: LiveQueue, scene: Scene): Plan {
  const readers = live.consumers ?? 0;
  return {
    loses: lostMessages(live),
    migration: [
      ...(readers > 0
        ? [`Find out who reads it: it has ${readers} consumer${readers === 1 ? "" : "s"}, and no document tells of them.`]
        : []),
      ...(live.messages === 0 ? [] : ["Move or take its messages first."]),
      ...deletion(live, scene),
      "or write it into a document.",
    ],
  };
}

export const toRemoveExchange = ({ name }: LiveExchange, scene: Scene): Plan => ({
  loses: [],
  migration: [deleteCommand(scene, `exchanges/{vhost}/${encodeURIComponent(name)}?if-unused=true`), "or write it into a document."],
});

export function toRemoveBinding(binding: LiveBinding, scene: Scene): Plan {
  const { exchange, destination, destinationType, propertiesKey } = binding;
  const ends = `e/${encodeURIComponent(exchange)}/${destinationType === "queue" ? "q" : "e"}/${encodeURIComponent(destination)}`;
  return {
    loses: [],
    migration: [
      `Make sure that nobody needs what it brings to ${destinationType} "${destination}".`,
      deleteCommand(scene, `bindings/{vhost}/${ends}/${encodeURIComponent(propertiesKey)}`),
      "or write it into a document.",
    ],
  };
}

export function toLiftPolicy(traits: readonly Trait[], what: string): Plan {
  const names = [...new Set(traits.flatMap(({ policy }) => policy ?? []))].join(", ");
  const migration = [
    `Narrow the pattern of the policy ${names}, so that it does not match ${what}, or write what it sets into the document.`,
  ];
  return { loses: [], migration };
}

type BindingEnds = Pick<LiveBinding, "exchange" | "destination" | "destinationType" | "routingKey">;

export const bindingWords = ({ exchange, destination, destinationType, routingKey }: BindingEnds): string =>
  `binding of ${destinationType} "${destination}" to exchange "${exchange}" with "${routingKey}"`;

const lostMessages = ({ name, messages }: LiveQueue): readonly string[] =>
  messages === 0 ? [] : [`The messages in "${name}"${messages === undefined ? "" : ` (${messages} now)`}, unless they are moved first.`];

/** Through the queue's own dead-letter queue where that is empty, since `warren dlq` knows it; else through a queue made for this. */
function moves(
  live: LiveQueue,
  scene: Scene,
): { readonly away: readonly string[]; readonly back: readonly string[]; readonly loses: readonly string[] } {
  if (live.messages === 0) return { away: [], back: [], loses: [] };
  const { name } = live;
  const refuge = scene.wanted.queues.find(
    (queue) => queue.name === live.arguments["x-dead-letter-routing-key"] && queue.name !== name,
  )?.name;
  const loses = lostMessages(live);
  if (refuge !== undefined && scene.live.queues.find((queue) => queue.name === refuge)?.messages === 0) {
    const replay = (from: string, to: string): string => `npm run warren -- dlq replay ${shellQuoted(from)} --all --to ${shellQuoted(to)}`;
    return { away: [replay(name, refuge)], back: [replay(refuge, name)], loses };
  }
  const other = `${name}.moved`;
  return {
    away: [`Make a durable queue "${other}".`, shovelCommand(name, other, scene), "Wait until the queue is empty."],
    back: [shovelCommand(other, name, scene), `Wait until "${other}" is empty, and delete it.`],
    loses,
  };
}

/** It ends when it has moved what was there, and confirms before it takes away. Needs the plugin `rabbitmq_shovel`. */
function shovelCommand(from: string, to: string, { live: { vhost } }: Scene): string {
  const uri = `amqp:///${encodeURIComponent(vhost)}`;
  const value = {
    "src-protocol": "amqp091",
    "src-uri": uri,
    "src-queue": from,
    "src-delete-after": "queue-length",
    "dest-protocol": "amqp091",
    "dest-uri": uri,
    "dest-queue": to,
    "ack-mode": "on-confirm",
  };
  return `rabbitmqctl -p ${shellQuoted(vhost)} set_parameter shovel ${shellQuoted(`move-${from}`)} ${shellQuoted(JSON.stringify(value))}`;
}

/** RabbitMQ refuses to delete a classic queue that is read or not empty, where it is asked to; of other types it cannot be asked. */
function deletion({ name, type }: LiveQueue, scene: Scene): readonly string[] {
  const path = `queues/{vhost}/${encodeURIComponent(name)}`;
  if (type === "classic") return [deleteCommand(scene, `${path}?if-empty=true&if-unused=true`)];
  return [
    `Look once more that it is empty and nobody reads it: RabbitMQ deletes a ${type} queue with all that is in it.`,
    `rabbitmqctl -p ${shellQuoted(scene.live.vhost)} list_queues name messages consumers`,
    deleteCommand(scene, path),
  ];
}

const deleteCommand = ({ live: { vhost }, managementUrl }: Scene, path: string): string =>
  `curl -u USER -X DELETE ${shellQuoted(`${managementUrl}/api/${path.replace("{vhost}", () => encodeURIComponent(vhost))}`)}`;
