/** Who sends a message, and who takes it. */
import type { Proof } from "#compatibility";
import { amqpTypeOf, type Message, type Operation, type RouteEnd } from "#contract";
import { badge } from "../../content/inline.js";
import type { Block, Inline, Table } from "../../content/model.js";
import { standingBadge } from "../../phrases/standing.js";
import { isDeadLetter, isRetried, wayPhrase, waysPhrase } from "../../phrases/way.js";
import { lookup } from "../../system/lookup.js";
import type { MessageDefinition, MessageUse, System } from "../../system/model.js";
import { definitionId } from "../../system/places.js";
import { table } from "./blocks.js";
import { endLinks, waysOf } from "./deliveries.js";

type Row = Table["rows"][number];

const rowsAtMost = 200;

/** Every way of the message, and whoever sends it to nobody or waits for it in vain. */
export function wayTable(system: System, definition: MessageDefinition): readonly Block[] {
  const rows = [
    ...new Map(definition.uses.flatMap((use) => rowsOf(system, definition, use)).map((row) => [JSON.stringify(row), row])).values(),
  ];
  const more = rows.length - rowsAtMost;
  return [
    ...table("Who sends it, and who takes it", ["Sent by", "Taken by", "Way", "Contract"], rows.slice(0, rowsAtMost)),
    ...(more > 0 ? [{ kind: "paragraph", text: [`And ${more} more.`] } as const] : []),
  ];
}

function rowsOf(system: System, definition: MessageDefinition, { application, operation, as }: MessageUse): readonly Row[] {
  const end = { application: application.id, operation: operation.key };
  const sends = as === "sends" || as === "sends answers";
  const others = as === "sends" || as === "receives" ? operation.messages : (operation.reply?.messages ?? []);
  const proofs = sends ? sentProofs(system, end, definition.message) : takenProofs(system, end, definition.message, others.length === 1);
  const proved = proofs.map(
    (proof): Row => [
      [...endLinks(system, proof.producer), ...under(system, definition, sentUnder(system, proof))],
      [...endLinks(system, proof.consumer), ...under(system, definition, takenUnder(system, proof))],
      waysPhrase(system.places, waysOf(proof)),
      [standingBadge(proof.standing)],
    ],
  );
  if (proved.length > 0) return proved;
  return sends ? unread(system, end, definition.message) : [[[badge("doubtful", "nobody")], endLinks(system, end), [], []]];
}

/** The other side may know the message by a definition of its own. */
const under = ({ places }: System, { id }: MessageDefinition, other: Message | undefined): readonly Inline[] =>
  other === undefined || definitionId(other) === id ? [] : [" as ", places.message(other)];

const sentUnder = (system: System, { producer, message }: Proof): Message | undefined =>
  messagesAt(system, producer, "send").find(({ key }) => key === message);

function takenUnder(system: System, { consumer, message }: Proof): Message | undefined {
  const messages = messagesAt(system, consumer, "receive");
  return messages.length === 1 ? messages[0] : messages.find((each) => each.key === message || amqpTypeOf(each) === message);
}

/** What an operation of this kind sends or takes; of the other kind, its answers. */
function messagesAt(system: System, end: RouteEnd, action: Operation["action"]): readonly Message[] {
  const operation = lookup(system).operation(end);
  if (operation === undefined) return [];
  return operation.action === action ? operation.messages : (operation.reply?.messages ?? []);
}

const sentProofs = (system: System, end: RouteEnd, { key }: Message): readonly Proof[] =>
  lookup(system)
    .sentBy(end)
    .filter(({ message }) => message === key);

/** A reader's own view of a message bears the same type; one that takes a single message takes whatever comes as that. */
function takenProofs(system: System, end: RouteEnd, message: Message, isOnly: boolean): readonly Proof[] {
  const proofs = lookup(system).takenBy(end);
  return isOnly ? proofs : proofs.filter((proof) => proof.message === message.key || proof.message === amqpTypeOf(message));
}

function unread(system: System, end: RouteEnd, { key }: Message): readonly Row[] {
  const routes = lookup(system)
    .routesFrom(end)
    .filter((route) => route.producer.messages.includes(key) && route.consumer === undefined && !isRetried(route) && !isDeadLetter(route));
  const ways = routes.length === 0 ? [[]] : routes.map((route) => wayPhrase(system.places, route));
  return ways.map((way): Row => [endLinks(system, end), [badge("doubtful", "nobody")], way, []]);
}
