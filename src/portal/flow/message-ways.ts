/** The ways of one message: those of whoever sends it, or else those to whoever reads it. */
import type { Proof } from "#compatibility";
import type { RouteEdge } from "#contract";
import type { MessageDefinition, MessageUse } from "../system/model.js";
import { definitionId } from "../system/places.js";
import type { Lines, Way } from "./lines.js";

interface Passage {
  readonly ways: readonly Way[];
  readonly proofs: readonly Proof[];
}

export interface MessageWays {
  readonly edges: readonly RouteEdge[];
  /** Of this message alone. */
  readonly proofs: readonly Proof[];
}

export function messageWays(lines: Lines, { message, uses }: MessageDefinition): MessageWays {
  const id = definitionId(message);
  const own = uses.filter(({ as }) => as === "sends" || as === "sends answers").map((use) => sendingOf(lines, use, id));
  // One side may have a definition of its own: then the ways are those to whoever reads it.
  const passages = own.some(({ ways }) => ways.length > 0) ? own : uses.map((use) => arrivalOf(lines, use, id));
  const edges = passages.flatMap(({ ways }) => ways).flatMap((way) => way.edges);
  return {
    edges: edges.length > 0 ? edges : uses.flatMap((use) => endsOf(lines, use)),
    proofs: passages.flatMap(({ proofs }) => proofs),
  };
}

function sendingOf(lines: Lines, use: MessageUse, id: string): Passage {
  const end = { application: use.application.id, operation: use.operation.key };
  const keys = keysIn(use, id);
  return {
    ways: lines.from(end).filter((way) => isAnswer(way) === (use.as === "sends answers") && carries(way, keys)),
    proofs: lines.proofsFrom(end).filter(({ message }) => keys.has(message)),
  };
}

/** Of messages that somebody sends under the same key: where they are read, and where they go from there undone. */
function arrivalOf(lines: Lines, use: MessageUse, id: string): Passage {
  const end = { application: use.application.id, operation: use.operation.key };
  const keys = keysIn(use, id);
  const arriving = lines.to(end);
  const queues = new Set(arriving.map(({ route }) => route.queue));
  const all = new Set([...arriving, ...[...queues].flatMap((queue) => lines.through(`queue:${queue}`))]);
  const ways = [...all].filter((way) => isAnswer(way) === (use.as === "receives answers") && carries(way, keys));
  const proofs = ways.flatMap(({ route }) => lines.proofsFrom(route.producer));
  return { ways, proofs: proofs.filter(({ message }) => keys.has(message)) };
}

/** The keys that the message has in the operation. */
function keysIn({ operation, as }: MessageUse, id: string): ReadonlySet<string> {
  const carried = as === "sends" || as === "receives" ? operation.messages : (operation.reply?.messages ?? []);
  return new Set(carried.filter((each) => definitionId(each) === id).map(({ key }) => key));
}

const isAnswer = ({ route: { hops } }: Way): boolean => hops[0]?.kind === "reply";
const carries = ({ route: { producer } }: Way, keys: ReadonlySet<string>): boolean => producer.messages.some((key) => keys.has(key));

/** What is known of a message that takes no way from one document to another: where it is sent, or where it is read. */
function endsOf(lines: Lines, { application, operation, as }: MessageUse): readonly RouteEdge[] {
  const node = `application:${application.id}`;
  const isIts = (edge: RouteEdge): boolean => edge.operation === operation.key;
  if (as === "sends" || as === "sends answers") return lines.leaving(node).filter(isIts);
  return lines
    .entering(node)
    .filter(isIts)
    .flatMap((edge) => [...lines.entering(edge.from).filter(({ kind }) => kind === "bind"), edge]);
}
