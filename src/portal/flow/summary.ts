/** Pictures of what is too large to be drawn whole: groups or applications, and how many messages pass between them. */
import type { Standing } from "#compatibility";
import type { Flow, FlowEdge, FlowNode } from "../content/model.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { groupId } from "./frames.js";
import { linesOf } from "./lines.js";
import { toneOf } from "./marks.js";
import { captionOf, mostNodes } from "./selection.js";

export function groupsOnly(system: System, caption: string): Flow {
  const nodes = system.groups.map(
    ({ name, applications: { length } }): FlowNode => ({
      id: groupId(name),
      kind: "group",
      label: name,
      note: `${length} ${length === 1 ? "application" : "applications"}`,
      link: system.places.group(name),
    }),
  );
  const edges = passages(system, (application) => groupId(groupOf(application))).filter(({ from, to }) => from !== to);
  return bounded({ kind: "flow", caption: `${caption}, by group`, nodes, edges });
}

/** Those named, and the applications that they have to do with. */
export function applicationsOnly(system: System, ids: readonly string[], caption: string): Flow {
  const named = new Set(ids);
  const edges = passages(system, applicationId).filter(({ from, to }) => named.has(from) || named.has(to));
  const shown = new Set([...named, ...edges.flatMap(({ from, to }) => [from, to])]);
  const { applications } = system.contracts;
  const nodes = applications
    .filter(({ id }) => shown.has(applicationId(id)))
    .sort((one, other) => Number(named.has(applicationId(other.id))) - Number(named.has(applicationId(one.id))))
    .map(
      ({ id, title }): FlowNode => ({
        id: applicationId(id),
        kind: "application",
        label: title,
        note: id,
        link: system.places.application(id),
      }),
    );
  return bounded({ kind: "flow", caption: `${caption}, without exchanges and queues`, nodes, edges });
}

function bounded(flow: Flow): Flow {
  const nodes = flow.nodes.slice(0, mostNodes);
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = flow.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  return { ...flow, caption: captionOf(flow.caption, flow.nodes.length), nodes, edges };
}

const applicationId = (id: string): string => `application:${id}`;

interface Passage {
  readonly from: string;
  readonly to: string;
  readonly messages: Set<string>;
  readonly standings: Set<Standing>;
}

/** One line for all that passes from one node to another. */
function passages(system: System, nodeOf: (application: string) => string): readonly FlowEdge[] {
  const found = new Map<string, Passage>();
  const passage = (from: string, to: string): Passage => {
    const key = JSON.stringify([from, to]);
    const known = found.get(key) ?? { from, to, messages: new Set(), standings: new Set() };
    found.set(key, known);
    return known;
  };
  for (const {
    route: { producer, consumer },
  } of linesOf(system).ways) {
    if (consumer === undefined) continue;
    const { messages } = passage(nodeOf(producer.application), nodeOf(consumer.application));
    for (const message of producer.messages) messages.add(JSON.stringify([producer.application, producer.operation, message]));
  }
  for (const { producer, consumer, standing } of system.proofs.proofs) {
    passage(nodeOf(producer.application), nodeOf(consumer.application)).standings.add(standing);
  }
  return [...found.values()].map(({ from, to, messages: { size }, standings }) => {
    const label = size === 0 ? {} : { label: `${size} ${size === 1 ? "message" : "messages"}` };
    return { from, to, kind: "publish", ...label, ...toneOf(standings) };
  });
}
