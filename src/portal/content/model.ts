/**
 * What a page says, without how it looks: plain data that is written as HTML and as Markdown. Pages are made of blocks, blocks of inline
 * text; nothing here is markup, so nothing that stands in a document can become markup.
 */

import type { EdgeKind, QueueRole } from "#contract";
import type { PageLink } from "./page-link.js";

/** A page's address: its path below the site's root without extension, for example `applications/orders/payment`. `/` separates. */
export type Address = string;

export type PageKind =
  | "overview"
  | "group"
  | "flow"
  | "application"
  | "channel"
  | "operation"
  | "message"
  | "schema"
  | "queue"
  | "exchange"
  | "api"
  | "contracts"
  | "changes"
  | "list"
  | "live";

export interface Page {
  readonly address: Address;
  readonly kind: PageKind;
  readonly title: string;
  /** One sentence, plain text: for lists, search and `llms.txt`. */
  readonly summary: string;
  /** The pages above this one, the outermost first. */
  readonly trail: readonly Link[];
  /** Names on the wire that belong here: routing keys, queues, exchanges, HTTP paths. For the search. */
  readonly names?: readonly string[];
  readonly blocks: readonly Block[];
}

/** How a thing stands: told in words as well, never by colour alone. */
export type Tone = "good" | "bad" | "doubtful" | "plain";

export type Inline = string | Link | Code | Badge;

/** To another page, or to a part of it. */
export interface Link extends PageLink {
  readonly kind: "link";
  readonly to: Address;
  /** Shown as code: a name out of a document. */
  readonly code?: boolean;
}

/** A name or value as it stands in a document. */
export interface Code {
  readonly kind: "code";
  readonly text: string;
}

export interface Badge {
  readonly kind: "badge";
  readonly tone: Tone;
  readonly text: string;
}

export type Block = Paragraph | Prose | Facts | Table | List | Listing | Fields | Flow | Picture | Section | Note | Island;

export interface Paragraph {
  readonly kind: "paragraph";
  readonly text: readonly Inline[];
}

/** A description out of a document: CommonMark, of which raw HTML is shown as text. */
export interface Prose {
  readonly kind: "prose";
  readonly markdown: string;
}

/** Label and value, row by row. */
export interface Facts {
  readonly kind: "facts";
  readonly rows: readonly { readonly label: string; readonly value: readonly Inline[] }[];
}

export interface Table {
  readonly kind: "table";
  /** What the table shows, for those who hear it. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

export interface List {
  readonly kind: "list";
  readonly items: readonly (readonly Inline[])[];
}

/** Text to be copied: a payload, a document, a command. */
export interface Listing {
  readonly kind: "listing";
  readonly language: "json" | "yaml" | "sh" | "text";
  readonly caption?: string;
  readonly text: string;
}

/** The fields of a payload, as a tree. */
export interface Fields {
  readonly kind: "fields";
  readonly fields: readonly Field[];
}

export interface Field {
  /** Id on the page: what a search hit leads to. */
  readonly id: string;
  /** Property name, `[]` for items, `*` for further properties, or the name of an alternative. */
  readonly name: string;
  /** The name is none that stands in a payload: an alternative, a rule. */
  readonly label?: boolean;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** `string`, `array of OrderLine`, …; recursion is a link. */
  readonly type: readonly Inline[];
  /** `at least 1`, `matches ^ORD-`, …, each a phrase. */
  readonly constraints: readonly (readonly Inline[])[];
  readonly description?: string;
  /** What is inside, or the alternatives of a union. */
  readonly within: readonly Field[];
  /** What `within` holds. */
  readonly holds?: "properties" | "items" | "alternatives";
}

/** A flow that is yet to be drawn: `flow/` makes a {@link Picture} of it before the page is written. */
export interface Flow {
  readonly kind: "flow";
  /** What it shows, one sentence. */
  readonly caption: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export interface FlowNode {
  /** As in the route graph: `application:orders/order`, `exchange:order-action-exchange`, `queue:payment-queue`; `group:orders` where a group stands for what is in it. */
  readonly id: string;
  readonly kind: "group" | "application" | "exchange" | "queue";
  /** Of a queue. */
  readonly role?: QueueRole;
  readonly label: string;
  /** A second line: exchange type, time to live. */
  readonly note?: string;
  readonly link?: Link;
  /** Why it is marked: nothing feeds it, nobody reads it. One short phrase. */
  readonly mark?: string;
  /** Of an application: HTTP clients can ask a change of it, so what the others are sent begins there. */
  readonly begins?: boolean;
  /** Id of the group that it is drawn in, where the flow has that group. */
  readonly within?: string;
  /** Names of its delay queues, which are no nodes: its way back to itself stands for them. */
  readonly waits?: readonly string[];
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Routing keys, delays: one a line. */
  readonly label?: string;
  /** What is told to who asks: operations, reasons, what the label leaves out. */
  readonly detail?: string;
  /** How the messages that take it stand; `plain` where nothing is to be said. */
  readonly tone: Tone;
  /** Why it is marked: a consumer that refuses, a route that is not proved. One short phrase. */
  readonly mark?: string;
}

/** A drawn flow. */
export interface Picture {
  readonly kind: "picture";
  /** What it shows, one sentence. */
  readonly caption: string;
  /** The drawing; every text in it is escaped by whoever drew it. */
  readonly svg: string;
  /** The same in words, for Markdown and for those who hear it: one step a line. */
  readonly steps: readonly (readonly Inline[])[];
}

export interface Section {
  readonly kind: "section";
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Where a page comes to life in the portal. Without a script, or opened from a folder, `text` stands there. */
export interface Island {
  readonly kind: "island";
  /** Which part of the user interface: `dead-letters`, `publish`, … */
  readonly name: string;
  readonly text: string;
}

export interface Note {
  readonly kind: "note";
  readonly tone: Tone;
  readonly text: readonly Inline[];
}
