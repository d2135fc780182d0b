import { code, listed } from "../content/inline.js";
import type { Address, Block, Link, Page, Table } from "../content/model.js";
import { firstLine } from "../phrases/first-line.js";
import { lookup } from "../system/lookup.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { applicationHead, applicationRows } from "./applications.js";
import { section, table } from "./parts/blocks.js";
import { messageHead, messageRows } from "./parts/message-rows.js";

/** All things of one kind. */
interface Listing {
  readonly address: Address;
  readonly title: string;
  readonly summary: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly group: string; readonly cells: Table["rows"][number] }[];
  /** Stands above the rows. */
  readonly lead?: readonly Block[];
}

/** Beyond this many rows, each group gets a page of its own. */
const mostRows = 1_000;

/** The pages that lead to all applications, messages, schemas, queues, exchanges and HTTP APIs. */
export function* listPages(system: System): Iterable<Page> {
  for (const make of [applications, messages, schemas, queues, exchanges, apis]) {
    const listing = make(system);
    if (listing.rows.length > 0 || make !== apis) yield* pagesOf(system, listing);
  }
}

function* pagesOf(system: System, { address, title, summary, head, rows, lead = [] }: Listing): Iterable<Page> {
  const page = { kind: "list", title, summary } as const;
  const groups = [...new Set(rows.map(({ group }) => group))].map((name) => ({ name, rows: rows.filter(({ group }) => group === name) }));
  const tableOf = (caption: string, { rows: own }: { readonly rows: Listing["rows"] }): readonly Block[] =>
    table(
      caption,
      head,
      own.map(({ cells }) => cells),
    );
  if (rows.length <= mostRows) {
    const blocks = groups.flatMap((group, at) => section(`group-${at + 1}`, group.name, tableOf(`${title} of ${group.name}`, group)));
    yield {
      ...page,
      address,
      trail: [],
      blocks: [...lead, ...(groups.length > 1 ? blocks : tableOf(title, { rows })), ...(rows.length === 0 ? [none] : [])],
    };
    return;
  }
  const own = groups.map((group): Page & { readonly rows: number } => ({
    ...page,
    title: `${title} of ${group.name}`,
    address: `lists/${address}/${system.places.group(group.name).to.split("/").at(-1) ?? ""}`,
    trail: [{ kind: "link", to: address, text: title }],
    blocks: tableOf(title, group),
    rows: group.rows.length,
  }));
  const links = own.map(({ address: to, title: text, rows: count }): Table["rows"][number] => [
    [{ kind: "link", to, text } satisfies Link],
    [String(count)],
  ]);
  yield { ...page, address, trail: [], blocks: [...lead, ...table(title, ["Group", title], links)] };
  yield* own;
}

const none: Block = { kind: "paragraph", text: ["There are none."] };

const applications = (system: System): Listing => ({
  address: "applications",
  title: "Applications",
  summary: "Every application, what it is, and how much it sends and receives.",
  head: applicationHead(system),
  rows: system.contracts.applications.map((application) => ({
    group: groupOf(application.id),
    cells: applicationRows(system, [application])[0] ?? [],
  })),
});

const messages = (system: System): Listing => ({
  address: "messages",
  title: "Messages",
  summary: "Every message, who sends it and who receives it.",
  head: messageHead,
  rows: system.messages.map((message) => ({ group: message.group, cells: messageRows(system, [message])[0] ?? [] })),
});

const schemas = ({ contracts, places }: System): Listing => ({
  address: "schemas",
  title: "Schemas",
  summary: "Every schema that messages share or that has a name of its own.",
  head: ["Schema", "Description", "Written in"],
  rows: [...contracts.schemas.values()]
    .filter(({ id }) => places.schema(id).part === undefined)
    .map(({ id, node, location }) => ({
      group: groupOf(location.file.replace(/\.\w+$/, "")),
      cells: [
        [places.schema(id)],
        [firstLine(textUnder(node, "description") ?? textUnder(node, "title"))],
        [code(`${location.file}:${location.line}`)],
      ],
    })),
});

const textUnder = (node: unknown, keyword: string): string | undefined => {
  const value: unknown = typeof node === "object" && node !== null ? Reflect.get(node, keyword) : undefined;
  return typeof value === "string" ? value : undefined;
};

const roleNames = { work: "work", reply: "answers", "dead-letter": "dead letters", delay: "delay", none: "not declared" } as const;

function queues(system: System): Listing {
  const { places } = system;
  const entries = [...lookup(system).queues.values()].filter(
    ({ name }) => places.queue(name).part === undefined && places.queue(name).to !== "queues",
  );
  return {
    address: "queues",
    title: "Queues",
    summary: "Every queue that the documents describe or that follows from them, and who reads it.",
    head: ["Queue", "Type", "Role", "Read by", "Described by"],
    rows: entries.map(({ name, node, readers, channels, declared, buries }) => ({
      group: groupOf(readers[0]?.application.id ?? channels[0]?.application.id ?? declared[0]?.application ?? "elsewhere"),
      cells: [
        [places.queue(name)],
        [node?.type ?? "classic"],
        [readers.length === 0 && buries.size > 0 ? "dead letters" : roleNames[node?.role ?? "none"]],
        listed([...new Set(readers.map(({ application }) => application.id))].map((id) => places.application(id))),
        listed([...new Set(channels.map(({ application }) => application.id))].map((id) => places.application(id))),
      ],
    })),
  };
}

function exchanges(system: System): Listing {
  const { places } = system;
  const entries = [...lookup(system).exchanges.values()].filter(({ name }) => places.exchange(name).to !== "exchanges");
  return {
    address: "exchanges",
    title: "Exchanges",
    summary: "Every exchange, its type, who sends to it and how many bindings lead from it.",
    lead: [
      {
        kind: "paragraph",
        text: [
          "Besides these there is the default exchange, which has no name: it takes a message to the queue that its routing key names.",
        ],
      },
    ],
    head: ["Exchange", "Type", "Senders", "Bindings"],
    rows: entries.map(({ name, node, senders, bindings, declared }) => ({
      group: groupOf(senders[0]?.application.id ?? declared[0]?.application ?? "elsewhere"),
      cells: [
        [places.exchange(name)],
        [node?.type ?? "unknown"],
        listed([...new Set(senders.map(({ application }) => application.id))].map((id) => places.application(id))),
        [String(bindings.length)],
      ],
    })),
  };
}

const apis = ({ apis: all, places }: System): Listing => ({
  address: "apis",
  title: "HTTP APIs",
  summary: "Every HTTP API.",
  head: ["HTTP API", "Description", "Document"],
  rows: all.map(({ id, document }) => ({
    group: groupOf(id),
    cells: [[places.api(id)], [firstLine(textUnder(document.info, "description"))], [code(id)]],
  })),
});
