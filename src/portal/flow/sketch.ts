/** Lines of the route graph as a flow: retries folded into a way back to the queue, lines between the same two nodes made one. */
import type { Standing } from "#compatibility";
import type { DeathReason, RouteEdge, RouteNode } from "#contract";
import type { Flow, FlowEdge, FlowNode, Tone } from "../content/model.js";
import type { System } from "../system/model.js";
import { beginnersOf } from "./beginnings.js";
import { linesOf } from "./lines.js";
import { isRest, marksOf } from "./marks.js";
import { spell, spellReasons } from "./spelling.js";

export interface SketchOptions {
  readonly caption: string;
  /** Nodes that are shown even where no line leads to them. */
  readonly nodes?: readonly string[];
  readonly edges: Iterable<RouteEdge>;
  /** Of the messages that take a line. */
  readonly standings: ReadonlyMap<RouteEdge, Standing>;
  /** Delay queues are nodes. */
  readonly unfolded?: boolean;
}

export function sketch(system: System, { caption, nodes = [], edges, standings, unfolded = false }: SketchOptions): Flow {
  const lines = linesOf(system);
  const isDelay = (id: string): boolean => !unfolded && roleOf(lines.nodes.get(id)) === "delay";
  const drawn = [...new Set(edges)];
  const waits = new Map<string, RouteEdge[]>();
  const bundles = new Map<string, RouteEdge[]>();
  for (const edge of drawn) {
    if (isDelay(edge.from)) append(waits, edge.to, edge);
    else if (!isDelay(edge.to)) append(bundles, bundleKey(edge), edge);
  }
  const ids = new Set([...nodes.filter((id) => !isDelay(id)), ...[...bundles.values()].flat().flatMap(({ from, to }) => [from, to])]);
  return {
    kind: "flow",
    caption,
    nodes: [...ids].flatMap((id) => {
      const node = lines.nodes.get(id);
      return node === undefined ? [] : [nodeOf(system, node, waits.get(id) ?? [])];
    }),
    edges: [
      ...[...bundles.values()].map((bundle) => edgeOf(system, bundle, standings)),
      ...[...waits].flatMap(([queue, back]) => (ids.has(queue) ? [retryOf(queue, back)] : [])),
    ],
  };
}

/** Expiry and failure lead to the same place more often than not. */
const bundleKey = ({ from, to, kind }: RouteEdge): string => JSON.stringify([from, to, kind === "expire" ? "dead-letter" : kind]);

const roleOf = (node: RouteNode | undefined) => (node?.kind === "queue" ? node.role : undefined);

function nodeOf(system: System, node: RouteNode, waits: readonly RouteEdge[]): FlowNode {
  const mark = marksOf(system).node(node.id);
  const marked = mark === undefined ? {} : { mark };
  const { places } = system;
  if (node.kind === "application") {
    const { id, application, title } = node;
    const begins = beginnersOf(system).has(application);
    return { id, kind: "application", label: title, note: application, link: places.application(application), begins, ...marked };
  }
  if (node.kind === "exchange") {
    const { id, name, type } = node;
    return {
      id,
      kind: "exchange",
      label: name,
      note: type === undefined ? "exchange" : `${type} exchange`,
      link: places.exchange(name),
      ...marked,
    };
  }
  const { id, name, ttlMs } = node;
  const role = isRest(linesOf(system), id) ? "dead-letter" : node.role;
  const note = [`${role === "work" ? node.type : role} queue`, ...(ttlMs === undefined ? [] : [`kept ${spell(ttlMs)}`])].join(", ");
  const link = id.startsWith("reply:") ? {} : { link: places.queue(name) };
  const folded = waits.length === 0 ? {} : { waits: waits.map(({ from }) => from.slice("queue:".length)) };
  return { id, kind: "queue", role, label: name, note, ...link, ...folded, ...marked };
}

const retryOf = (queue: string, back: readonly RouteEdge[]): FlowEdge => ({
  from: queue,
  to: queue,
  kind: "retry",
  label: `again after ${back.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [spell(afterMs)])).join(", ")}`,
  tone: "plain",
});

function edgeOf(system: System, bundle: readonly RouteEdge[], standings: ReadonlyMap<RouteEdge, Standing>): FlowEdge {
  const marked = bundle.map((edge) => marksOf(system).edge(edge, standings.get(edge)));
  const { tone, mark } = marked.reduce((worst, each) => (tones.indexOf(each.tone) > tones.indexOf(worst.tone) ? each : worst));
  const first = bundle.find(({ kind }) => kind === "dead-letter") ?? bundle[0];
  if (first === undefined) throw new Error("A bundle holds lines.");
  const { from, to, kind } = first;
  const label = labelOf(bundle);
  const detail = detailOf(bundle);
  return {
    from,
    to,
    kind,
    tone,
    ...(label === "" ? {} : { label }),
    ...(detail === "" ? {} : { detail }),
    ...(mark === undefined ? {} : { mark }),
  };
}

const tones: readonly Tone[] = ["plain", "good", "doubtful", "bad"];

const mostKeys = 3;

function labelOf(bundle: readonly RouteEdge[]): string {
  const delays = unique(bundle.flatMap(({ kind, afterMs }) => (kind === "expire" && afterMs !== undefined ? [spell(afterMs)] : [])));
  const fails = bundle.some(({ kind }) => kind === "dead-letter");
  const after = delays.length === 0 ? [] : [`${fails ? "failed, or " : ""}after ${delays.join(", ")}`];
  const keys = keysOf(bundle);
  const shown = keys.length > mostKeys ? [...keys.slice(0, mostKeys - 1), `+ ${keys.length - mostKeys + 1} more`] : keys;
  return [...after, ...(bundle.some(({ kind }) => kind === "alternate") ? ["not routed"] : []), ...shown].join("\n");
}

/** Keys that say more than the name of the queue that they lead to. */
const keysOf = (bundle: readonly RouteEdge[]): readonly string[] =>
  unique(bundle.flatMap(({ to, routingKey = "" }) => (routingKey === "" || to === `queue:${routingKey}` ? [] : [routingKey])));

function detailOf(bundle: readonly RouteEdge[]): string {
  const operations = unique(bundle.flatMap(({ operation }) => operation ?? []));
  const reasons = unique(bundle.flatMap(({ reasons: some }): readonly DeathReason[] => some ?? []));
  const keys = keysOf(bundle);
  return [
    ...(operations.length === 0 ? [] : [`${operations.length === 1 ? "operation" : "operations"} ${operations.join(", ")}`]),
    ...(reasons.length === 0 ? [] : [spellReasons(reasons)]),
    ...(keys.length > mostKeys ? [`routing keys ${keys.join(", ")}`] : []),
  ].join("; ");
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

function append<T>(groups: Map<string, T[]>, key: string, each: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [each]);
  else group.push(each);
}
