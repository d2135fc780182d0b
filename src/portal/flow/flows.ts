/** The flow pictures of the docs, each of a part of the route graph. Plain data: `drawFlow` draws it. */
import type { Flow } from "../content/model.js";
import type { Group, MessageDefinition, System } from "../system/model.js";
import { definitionId } from "../system/places.js";
import { type Lines, linesOf, type Way } from "./lines.js";
import { sketch } from "./sketch.js";

/** Everything: who sends, over which exchanges and queues, to whom. */
export function wholeFlow(system: System): Flow {
  const lines = linesOf(system);
  const caption = `All that the applications of ${system.title} send each other`;
  return sketch(system, { caption, nodes: [...lines.nodes.keys()], edges: lines.edges, standings: allStandings(system) });
}

/** What the applications of a group send and receive, to the next application outside it. */
export function groupFlow(system: System, { name, applications }: Group): Flow {
  const nodes = applications.map(({ id }) => `application:${id}`);
  return around(system, nodes, `All that the applications of ${name} send and receive`);
}

/** What an application sends and receives, and who is at the other end. */
export function applicationFlow(system: System, application: string): Flow {
  return around(system, [`application:${application}`], `What ${application} sends and receives`);
}

/** The ways of one message, whoever sends it. */
export function messageFlow(system: System, { message, uses }: MessageDefinition): Flow {
  const lines = linesOf(system);
  const id = definitionId(message);
  const ways = uses.flatMap(({ application, operation, as }) => {
    const end = { application: application.id, operation: operation.key };
    const carried = as === "sends" || as === "receives" ? operation.messages : (operation.reply?.messages ?? []);
    const keys = new Set(carried.filter((each) => definitionId(each) === id).map(({ key }) => key));
    if (as === "receives" || as === "receives answers") return [];
    const isIt = ({ route: { producer, hops } }: Way): boolean =>
      (hops[0]?.kind === "reply") === (as === "sends answers") && producer.messages.some((key) => keys.has(key));
    const proofs = lines.proofsFrom(end).filter((proof) => keys.has(proof.message));
    return [
      {
        edges: lines
          .from(end)
          .filter(isIt)
          .flatMap(({ edges }) => edges),
        proofs,
      },
    ];
  });
  return sketch(system, {
    caption: `The ways of ${message.name}`,
    edges: ways.flatMap(({ edges }) => edges),
    standings: lines.standings(ways.flatMap(({ proofs }) => proofs)),
  });
}

/** What comes into a queue and what leaves it, each delay queue by itself. */
export function queueFlow(system: System, queue: string): Flow {
  return around(system, [`queue:${queue}`], `What comes into ${queue}, and what leaves it`, true);
}

/** Who sends to an exchange, and where it goes. */
export function exchangeFlow(system: System, exchange: string): Flow {
  return around(system, [`exchange:${exchange}`], `Who sends to ${exchange}, and where it goes`);
}

function around(system: System, nodes: readonly string[], caption: string, unfolded = false): Flow {
  const lines = linesOf(system);
  const beside = nodes.flatMap((node) => [...lines.entering(node), ...lines.leaving(node)]);
  const edges = [...nodes.flatMap((node) => lines.through(node)).flatMap((way) => way.edges), ...beside];
  return sketch(system, { caption, nodes, edges, standings: allStandings(system), unfolded });
}

const standings = new WeakMap<System, ReturnType<Lines["standings"]>>();

function allStandings(system: System): ReturnType<Lines["standings"]> {
  const known = standings.get(system) ?? linesOf(system).standings(system.proofs.proofs);
  standings.set(system, known);
  return known;
}
