/** A flow told line by line. */
import type { EdgeKind } from "#contract";
import type { Flow, FlowEdge, FlowNode, Inline } from "../content/model.js";

const verbs: Readonly<Record<EdgeKind, string>> = {
  publish: "sends to",
  reply: "answers to",
  bind: "puts into",
  alternate: "passes on to",
  expire: "lets expire to",
  "dead-letter": "gives up to",
  retry: "keeps for another attempt",
  consume: "is read by",
};

export function flowInWords({ nodes, edges }: Flow): readonly (readonly Inline[])[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return [
    ...edges.map((edge) => sentence(edge, known)),
    ...nodes.flatMap((node) =>
      node.mark !== undefined || !(touched.has(node.id) || node.kind === "group") ? [[nameOf(node), `: ${node.mark ?? "by itself"}`]] : [],
    ),
  ];
}

function sentence({ from, to, kind, label, detail, mark }: FlowEdge, nodes: ReadonlyMap<string, FlowNode>): readonly Inline[] {
  const [source, target] = [nodes.get(from), nodes.get(to)];
  if (source === undefined || target === undefined) return [];
  const more = [label?.replaceAll("\n", ", "), detail, mark].filter((part) => part !== undefined).join("; ");
  return [nameOf(source), ` ${verbs[kind]}`, ...(from === to ? [] : [" ", nameOf(target)]), ...(more === "" ? [] : [`: ${more}`])];
}

const nameOf = ({ link, label, kind }: FlowNode): Inline =>
  link === undefined ? { kind: "code", text: label } : { ...link, text: label, code: kind === "exchange" || kind === "queue" };
