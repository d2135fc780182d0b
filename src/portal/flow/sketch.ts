/** A selection as a flow: what is said of each node and line. */
import type { Standing } from "#compatibility";
import type { RouteEdge, RouteNode } from "#contract";
import type { Flow, FlowEdge, FlowNode, Tone } from "../content/model.js";
import { durationPhrase } from "../phrases/duration.js";
import type { System } from "../system/model.js";
import { beginnersOf } from "./beginnings.js";
import { type Bound, boundKeys, detailOf, labelOf } from "./labels.js";
import { linesOf } from "./lines.js";
import { isRest, marksOf } from "./marks.js";
import { captionOf, mostNodes, type Selection } from "./selection.js";

export interface SketchOptions {
  readonly caption: string;
  readonly selection: Selection;
  /** Of the messages that take a line. */
  readonly standings: ReadonlyMap<RouteEdge, Standing>;
}

/** Of a selection that is too large the first nodes, and what is between them; the caption says how many are missing. */
export function sketch(system: System, { caption, selection, standings }: SketchOptions): Flow {
  const { ids, bundles, waits } = selection;
  const { nodes } = linesOf(system);
  const bound = boundKeys(bundles);
  const shown = new Set(ids.slice(0, mostNodes));
  return {
    kind: "flow",
    caption: captionOf(caption, ids.length),
    nodes: [...shown].flatMap((id) => {
      const node = nodes.get(id);
      return node === undefined ? [] : [nodeOf(system, node, waits.get(id) ?? [])];
    }),
    edges: [
      ...bundles
        .filter(([edge]) => edge !== undefined && shown.has(edge.from) && shown.has(edge.to))
        .map((bundle) => edgeOf(system, bundle, standings, bound)),
      ...[...waits].flatMap(([queue, back]) => (shown.has(queue) ? [retryOf(queue, back)] : [])),
    ],
  };
}

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
  const note = [`${role === "work" ? node.type : role} queue`, ...(ttlMs === undefined ? [] : [`kept ${durationPhrase(ttlMs)}`])].join(
    ", ",
  );
  const link = id.startsWith("reply:") ? {} : { link: places.queue(name) };
  const folded = waits.length === 0 ? {} : { waits: waits.map(({ from }) => from.slice("queue:".length)) };
  return { id, kind: "queue", role, label: name, note, ...link, ...folded, ...marked };
}

const retryOf = (queue: string, back: readonly RouteEdge[]): FlowEdge => ({
  from: queue,
  to: queue,
  kind: "retry",
  label: `again after ${back.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [durationPhrase(afterMs)])).join(", ")}`,
  tone: "plain",
});

function edgeOf(system: System, bundle: readonly RouteEdge[], standings: ReadonlyMap<RouteEdge, Standing>, bound: Bound): FlowEdge {
  const marked = bundle.map((edge) => marksOf(system).edge(edge, standings.get(edge)));
  const { tone, mark } = marked.reduce((worst, each) => (tones.indexOf(each.tone) > tones.indexOf(worst.tone) ? each : worst));
  const first = bundle.find(({ kind }) => kind === "dead-letter") ?? bundle[0];
  if (first === undefined) throw new Error("A bundle holds lines.");
  const { from, to, kind } = first;
  const label = labelOf(bundle, bound);
  const detail = detailOf(bundle, bound);
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
