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
  retry: "tries again",
  consume: "is read by",
};

type Sentence = readonly Inline[];

/** Every line; then what is marked, and what no line leads to. */
export function flowInWords({ nodes, edges }: Flow): readonly Sentence[] {
  const tell = teller(nodes);
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = ({ id, kind }: FlowNode): boolean => !touched.has(id) && kind !== "group";
  const told = nodes.flatMap((node) => (node.mark !== undefined || alone(node) ? [markOf(node)] : []));
  return [...edges.map(tell), ...told];
}

/** What is marked, and nothing else. */
export function marksInWords({ nodes, edges }: Flow): readonly Sentence[] {
  const marked = ({ mark }: FlowNode | FlowEdge): boolean => mark !== undefined;
  return [...edges.filter(marked).map(teller(nodes)), ...nodes.filter(marked).map(markOf)];
}

const teller = (nodes: readonly FlowNode[]): ((edge: FlowEdge) => Sentence) => {
  const known = new Map(nodes.map((node) => [node.id, node]));
  return ({ from, to, kind, label, detail, mark }) => {
    const [source, target] = [known.get(from), known.get(to)];
    if (source === undefined || target === undefined) throw new Error(`A line from ${from} to ${to} ends at no node.`);
    const more = [label?.replaceAll("\n", ", "), detail, mark].filter((part) => part !== undefined).join("; ");
    return [nameOf(source), ` ${verbs[kind]}`, ...(from === to ? [] : [" ", nameOf(target)]), ...(more === "" ? [] : [`: ${more}`])];
  };
};

const markOf = (node: FlowNode): Sentence => [nameOf(node), `: ${node.mark ?? "sends and receives nothing"}`];

const nameOf = ({ link, label, kind }: FlowNode): Inline =>
  link === undefined ? { kind: "code", text: label } : { ...link, text: label, code: kind === "exchange" || kind === "queue" };
