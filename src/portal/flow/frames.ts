/** Groups as frames around what is theirs. */
import type { Flow, FlowNode } from "../content/model.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { type Lines, linesOf } from "./lines.js";

export function framed(system: System, flow: Flow): Flow {
  if (system.groups.length < 2) return flow;
  const lines = linesOf(system);
  const owned = flow.nodes.map((node): FlowNode => {
    const group = ownerOf(lines, node.id, new Set());
    return group === undefined ? node : { ...node, within: groupId(group) };
  });
  const used = new Set(owned.map(({ within }) => within));
  const frames = system.groups.map(({ name }) => frameOf(system, name)).filter(({ id }) => used.has(id));
  return { ...flow, nodes: [...frames, ...owned] };
}

export const groupId = (name: string): string => `group:${name}`;

const frameOf = (system: System, name: string): FlowNode => ({
  id: groupId(name),
  kind: "group",
  label: name,
  link: system.places.group(name),
});

/** A queue is whose who reads it, else whose what it comes from; an exchange whose who sends to it, else whose what it goes to. */
function ownerOf(lines: Lines, id: string, asked: Set<string>): string | undefined {
  const node = lines.nodes.get(id);
  if (node === undefined || asked.has(id)) return undefined;
  asked.add(id);
  if (node.kind === "application") return groupOf(node.application);
  const before = lines.entering(id).map(({ from }) => from);
  const after = lines.leaving(id).flatMap(({ kind, to }) => (kind === "consume" || kind === "bind" ? [to] : []));
  for (const near of node.kind === "queue" ? [...after, ...before] : [...before, ...after]) {
    const owner = ownerOf(lines, near, asked);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
