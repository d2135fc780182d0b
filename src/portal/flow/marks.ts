/** What is doubtful about a node or a line, in one short phrase: what the routing of the documents found, told where it is. */
import type { Standing } from "#compatibility";
import type { Location, Problem, RouteEdge } from "#contract";
import type { Tone } from "../content/model.js";
import type { System } from "../system/model.js";
import { type Lines, linesOf } from "./lines.js";

export interface Marked {
  readonly tone: Tone;
  readonly mark?: string;
}

export interface Marks {
  node(id: string): string | undefined;
  /** @param standing of the messages that take the line */
  edge(edge: RouteEdge, standing: Standing | undefined): Marked;
}

const known = new WeakMap<System, Marks>();

export function marksOf(system: System): Marks {
  const marks = known.get(system) ?? gatherMarks(system, linesOf(system));
  known.set(system, marks);
  return marks;
}

const ofQueue: Readonly<Record<string, string>> = {
  "lost-dead-letter": "what fails or expires is lost",
  "expires-without-dead-letter": "what expires is lost",
};

const ofSending: Readonly<Record<string, string>> = {
  "unrouted-message": "reaches no queue",
  "reply-refused": "is refused for its reply address",
  "reply-missing": "gets no answer",
};

function gatherMarks(system: System, lines: Lines): Marks {
  const queues = new Map<string, string>();
  const sendings = new Map<string, string>();
  const found = problemsByPlace(system.graph.problems);
  for (const { id, channels, operations } of system.contracts.applications) {
    for (const channel of channels) {
      const mark = channel.kind === "queue" && phrase(found, channel.queue.location, channel.queue.name, ofQueue);
      if (channel.kind === "queue" && mark) queues.set(`queue:${channel.queue.name}`, mark);
    }
    for (const { key, location } of operations) {
      const mark = phrase(found, location, key, ofSending);
      if (mark !== undefined) sendings.set(JSON.stringify([`application:${id}`, key]), mark);
    }
  }
  const used = new Set(lines.ways.flatMap(({ edges }) => edges));
  return {
    node: (id) => queues.get(id) ?? loneliness(lines, used, id),
    edge: (edge, standing) => {
      const mark = edge.kind === "publish" ? sendings.get(JSON.stringify([edge.from, edge.operation])) : undefined;
      if (mark !== undefined) return { tone: "bad", mark };
      if (edge.kind === "bind" && !used.has(edge)) return { tone: "doubtful", mark: "no message takes it" };
      return standingMark(edge, standing);
    },
  };
}

/** Said where messages arrive; the way there only has the tone. */
function standingMark({ kind }: RouteEdge, standing: Standing | undefined): Marked {
  const { tone, mark } = toneOf(new Set(standing === undefined ? [] : [standing]));
  return kind === "consume" && mark !== undefined ? { tone, mark } : { tone };
}

/** The worst of them. */
export function toneOf(standings: ReadonlySet<Standing>): Marked {
  if (standings.has("broken")) return { tone: "bad", mark: "some messages are refused" };
  if (standings.has("unknown")) return { tone: "doubtful", mark: "not proved" };
  return { tone: standings.size === 0 ? "plain" : "good" };
}

function loneliness(lines: Lines, used: ReadonlySet<RouteEdge>, id: string): string | undefined {
  const node = lines.nodes.get(id);
  const [entering, leaving] = [lines.entering(id), lines.leaving(id)];
  if (node === undefined) return undefined;
  if (node.kind === "application") return undefined;
  if (node.kind === "exchange") {
    if (node.type === undefined) return "no document declares it";
    if (!leaving.some(({ kind }) => kind === "bind" || kind === "alternate")) return "no queue is bound to it";
    return entering.length === 0 ? "no document sends to it" : undefined;
  }
  // Of a dead-letter queue that is good news.
  if (node.role === "dead-letter") return undefined;
  if (!entering.some((edge) => used.has(edge))) return "nothing comes in";
  return leaving.some(({ kind }) => kind === "consume") || node.role === "delay" || isRest(lines, id) ? undefined : "no document reads it";
}

/** A queue in which failed messages rest: nothing else comes there, and nobody reads it. */
export function isRest(lines: Lines, id: string): boolean {
  const node = lines.nodes.get(id);
  if (node?.kind !== "queue" || lines.leaving(id).some(({ kind }) => kind === "consume")) return false;
  if (node.role === "dead-letter") return true;
  const entering = lines.entering(id);
  return (
    entering.length > 0 && entering.every((edge) => (edge.kind === "bind" ? lines.entering(edge.from).every(isGivenUp) : isGivenUp(edge)))
  );
}

const isGivenUp = ({ kind }: RouteEdge): boolean => kind === "dead-letter" || kind === "expire";

function problemsByPlace(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const places = new Map<string, Problem[]>();
  for (const problem of problems) places.set(placeKey(problem), [...(places.get(placeKey(problem)) ?? []), problem]);
  return places;
}

/** Of the problem that names it; two that are referred to may share a place. */
const phrase = (
  found: ReadonlyMap<string, readonly Problem[]>,
  location: Location,
  name: string,
  phrases: Readonly<Record<string, string>>,
): string | undefined =>
  found
    .get(placeKey(location))
    ?.filter(({ message }) => message.includes(`"${name}"`))
    .flatMap(({ code }) => phrases[code] ?? [])[0];

const placeKey = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;
