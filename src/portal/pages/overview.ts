import { badge } from "../content/inline.js";
import type { Block, Inline, Page } from "../content/model.js";
import type { System } from "../system/model.js";
import { applicationHead, applicationRows } from "./applications.js";
import { linkTo, section, table } from "./parts/blocks.js";

/** Beyond this many applications, groups stand for them. */
const mostApplications = 200;

/** The first page: what there is, how it stands, and where to go from here. */
export function* overviewPages(system: System): Iterable<Page> {
  const { title, contracts } = system;
  yield {
    address: "index",
    kind: "overview",
    title,
    summary: `What the applications of ${title} send each other, and over which exchanges and queues.`,
    trail: [],
    blocks: [
      { kind: "paragraph", text: counts(system) },
      { kind: "paragraph", text: standing(system) },
      ...(contracts.applications.length > mostApplications ? groupTable(system) : groupSections(system)),
    ],
  };
}

const counts = ({ contracts, groups, messages, graph, apis }: System): readonly Inline[] => {
  const amount = (kind: "queue" | "exchange"): number => graph.nodes.filter((node) => node.kind === kind).length;
  const to = (address: string, count: number, one: string, many: string): Inline => ({
    kind: "link",
    to: address,
    text: `${count} ${count === 1 ? one : many}`,
  });
  return [
    to("applications", contracts.applications.length, "application", "applications"),
    ` in ${groups.length} ${groups.length === 1 ? "group" : "groups"} exchange `,
    to("messages", messages.length, "message", "messages"),
    " over ",
    to("exchanges", amount("exchange"), "exchange", "exchanges"),
    " and ",
    to("queues", amount("queue"), "queue", "queues"),
    ...(apis.length === 0 ? [] : [", and serve ", to("apis", apis.length, "HTTP API", "HTTP APIs")]),
    ". ",
    { kind: "link", to: "flow", text: "See how everything flows" },
    ".",
  ];
};

function standing({ proofs: { proofs, findings } }: System): readonly Inline[] {
  const broken = proofs.filter((proof) => proof.standing === "broken").length;
  const unknown = proofs.filter((proof) => proof.standing === "unknown").length;
  const doubts = findings.filter(({ severity }) => severity !== "note").length;
  return [
    { kind: "link", to: "contracts", text: `Of ${proofs.length} contracts between a sender and a receiver` },
    " ",
    broken + unknown === 0 ? badge("good", "all are proved") : badge("good", `${proofs.length - broken - unknown} are proved`),
    ...(broken === 0 ? [] : [" ", badge("bad", `${broken} broken`)]),
    ...(unknown === 0 ? [] : [" ", badge("doubtful", `${unknown} not proved`)]),
    ...(doubts === 0 ? [] : [" ", badge("doubtful", `${doubts} warnings about the documents`)]),
    ".",
  ];
}

const groupSections = (system: System): readonly Block[] =>
  system.groups.flatMap(({ name, applications, apis }, at) => {
    const own = new Set(applications.map(({ id }) => id));
    const alone = apis.filter(({ id }) => !own.has(id));
    return section(`group-${at + 1}`, name, [
      { kind: "paragraph", text: [linkTo(system.places.group(name), `How ${name} flows`)] },
      ...table(`Applications of ${name}`, applicationHead(system), applicationRows(system, applications)),
      ...table(
        "HTTP APIs without messages",
        ["HTTP API"],
        alone.map(({ id }) => [[system.places.api(id)]]),
      ),
    ]);
  });

const groupTable = ({ groups, places }: System): readonly Block[] =>
  table(
    "Groups",
    ["Group", "Applications", "HTTP APIs"],
    groups.map(({ name, applications, apis }) => [[places.group(name)], [String(applications.length)], [String(apis.length)]]),
  );
