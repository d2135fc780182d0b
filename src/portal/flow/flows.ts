/** The flow pictures of the docs, each of a part of the route graph. Plain data: `drawFlow` draws it. */
import type { RouteEdge } from "#contract";
import type { Flow } from "../content/model.js";
import type { Group, MessageDefinition, MessageUse, System } from "../system/model.js";
import { definitionId } from "../system/places.js";
import { bounded, mostNodes } from "./bounds.js";
import { framed } from "./frames.js";
import { type Lines, linesOf, type Way } from "./lines.js";
import { sketch } from "./sketch.js";
import { applicationsOnly, groupsOnly } from "./summary.js";

/** Everything: who sends, over which exchanges and queues, to whom. Of a large system the groups, and how many messages pass between them. */
export function wholeFlow(system: System): Flow {
  const { nodes, edges } = linesOf(system);
  const caption = `All that the applications of ${system.title} send each other`;
  const whole = sketch(system, { caption, nodes: [...nodes.keys()], edges, standings: allStandings(system) });
  return whole.nodes.length > mostNodes ? bounded(groupsOnly(system, caption)) : framed(system, whole);
}

/** What the applications of a group send and receive, and who is at the other end. Of a large group its applications only. */
export function groupFlow(system: System, { name, applications }: Group): Flow {
  const ids = applications.map(({ id }) => id);
  const caption = `What the applications of ${name} send and receive`;
  const flow = ofApplications(system, ids, caption);
  return flow.nodes.length > mostNodes ? bounded(applicationsOnly(system, ids, caption)) : flow;
}

/** What an application sends and receives, and who is at the other end. */
export function applicationFlow(system: System, application: string): Flow {
  return bounded(ofApplications(system, [application], `What ${application} sends and receives`));
}

/** The ways of one message, whoever sends it. */
export function messageFlow(system: System, { message, uses }: MessageDefinition): Flow {
  const lines = linesOf(system);
  const id = definitionId(message);
  const sendings = uses.filter(({ as }) => as === "sends" || as === "sends answers").map((use) => sendingOf(lines, use, id));
  const edges = sendings.flatMap(({ ways }) => ways).flatMap((way) => way.edges);
  return bounded(
    sketch(system, {
      caption: `The ways of ${message.name}`,
      edges: edges.length > 0 ? edges : uses.flatMap((use) => endsOf(lines, use)),
      standings: lines.standings(sendings.flatMap(({ proofs }) => proofs)),
    }),
  );
}

/** What comes into a queue and what leaves it, each delay queue by itself. */
export function queueFlow(system: System, queue: string): Flow {
  return ofNode(system, `queue:${queue}`, `What comes into ${queue}, and what leaves it`);
}

/** Who sends to an exchange, and where it goes from there. */
export function exchangeFlow(system: System, exchange: string): Flow {
  return ofNode(system, `exchange:${exchange}`, `Who sends to ${exchange}, and where it goes`);
}

function sendingOf(lines: Lines, { application, operation, as }: MessageUse, id: string) {
  const end = { application: application.id, operation: operation.key };
  const carried = as === "sends" ? operation.messages : (operation.reply?.messages ?? []);
  const keys = new Set(carried.filter((each) => definitionId(each) === id).map(({ key }) => key));
  const carries = ({ route: { producer, hops } }: Way): boolean =>
    (hops[0]?.kind === "reply") === (as === "sends answers") && producer.messages.some((key) => keys.has(key));
  return { ways: lines.from(end).filter(carries), proofs: lines.proofsFrom(end).filter(({ message }) => keys.has(message)) };
}

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

/** Straight ways to others, every way that ends here, and what becomes of what fails here. */
function ofApplications(system: System, ids: readonly string[], caption: string): Flow {
  const lines = linesOf(system);
  const nodes = ids.map((id) => `application:${id}`);
  const subjects = new Set(nodes);
  const read = new Set(nodes.flatMap((node) => lines.entering(node)).map(({ from }) => from));
  const ways = new Set([...nodes, ...read].flatMap((node) => lines.through(node)));
  const edges = [...ways].flatMap((way) => {
    const { consumer } = way.route;
    if (consumer !== undefined && subjects.has(`application:${consumer.application}`)) return way.edges;
    const from = way.edges.findIndex((edge) => read.has(edge.from) && edge.kind !== "consume");
    const failing = from < 0 ? [] : way.edges.slice(from);
    return isStraight(way) && way.edges.some((edge) => subjects.has(edge.from)) ? way.edges : failing;
  });
  const beside = nodes.flatMap((node) => [...lines.entering(node), ...lines.leaving(node)]);
  return sketch(system, { caption, nodes, edges: [...edges, ...beside], standings: allStandings(system) });
}

const isStraight = ({ route: { hops } }: Way): boolean =>
  hops.every(({ kind }) => kind !== "dead-letter" && kind !== "expire" && kind !== "retry");

/** The ways to a node from their beginning, and onward to the next queue or application. */
function ofNode(system: System, node: string, caption: string): Flow {
  const lines = linesOf(system);
  const isOnward = ({ from, kind }: RouteEdge): boolean =>
    from === node || lines.nodes.get(from)?.kind === "exchange" || kind === "consume" || isDelay(lines, from);
  const edges = lines.through(node).flatMap(({ edges: all }) => {
    const at = all.findIndex(({ from, to }) => from === node || to === node);
    const before = all.slice(0, at + 1);
    const after = all.slice(at + 1);
    const end = after.findIndex((edge) => !isOnward(edge));
    return [...before, ...(end < 0 ? after : after.slice(0, end))];
  });
  const beside = [...lines.entering(node), ...lines.leaving(node)];
  return bounded(
    sketch(system, {
      caption,
      nodes: [node],
      edges: [...edges, ...beside],
      standings: allStandings(system),
      unfolded: node.startsWith("queue:"),
    }),
  );
}

const isDelay = (lines: Lines, id: string): boolean => {
  const node = lines.nodes.get(id);
  return node?.kind === "queue" && node.role === "delay";
};

const standings = new WeakMap<System, ReturnType<Lines["standings"]>>();

function allStandings(system: System): ReturnType<Lines["standings"]> {
  const known = standings.get(system) ?? linesOf(system).standings(system.proofs.proofs);
  standings.set(system, known);
  return known;
}
