/** All that pages are made of: the documents, what follows from them, and where each thing has its page. Plain data, read by every page. */

import type { ContractChanges, ContractProofs } from "#compatibility";
import type { Application, ContractSet, Json, Message, Operation, RouteGraph } from "#contract";
import type { Address, Link } from "../content/model.js";

export interface System {
  /** Name of the whole, shown on every page. */
  readonly title: string;
  readonly contracts: ContractSet;
  readonly graph: RouteGraph;
  readonly proofs: ContractProofs;
  readonly apis: readonly HttpApi[];
  readonly changes?: Changes;
  /** Folders of applications, `orders` of `orders/payment`, in the order of the documents. */
  readonly groups: readonly Group[];
  /** Every message once, whoever refers to it. */
  readonly messages: readonly MessageDefinition[];
  readonly places: Places;
  /** Where the portal shows what is in the queues of dead letters; missing in docs that nobody serves. */
  readonly desk?: Address | undefined;
}

export interface Group {
  readonly name: string;
  readonly applications: readonly Application[];
  readonly apis: readonly HttpApi[];
}

/** A message as it is written once, with all that use it. */
export interface MessageDefinition {
  /** `<file>:<line>:<column>` of the message object: the same for all channels that refer to it. */
  readonly id: string;
  readonly message: Message;
  /** The group of the file that it stands in. */
  readonly group: string;
  readonly uses: readonly MessageUse[];
}

export interface MessageUse {
  readonly application: Application;
  readonly operation: Operation;
  /** `answers`: the operation's reply carries it, sent by who receives the request. */
  readonly as: "sends" | "receives" | "sends answers" | "receives answers";
}

/** An OpenAPI document. */
export interface HttpApi {
  /** The document's path under the folder without extension: `orders/order`. */
  readonly id: string;
  readonly title: string;
  /** The whole document; what other files hold is among its components. */
  readonly document: { readonly [key: string]: Json };
}

/** What changed between two git revisions. */
export interface Changes {
  /** What was compared: `main (1a2b3c4)`, `the working tree`. */
  readonly before: string;
  readonly after: string;
  readonly changes: ContractChanges;
}

/** Links to the pages of things. Every name that stands in the system has one. */
export interface Places {
  group(name: string): Link;
  application(id: string): Link;
  /** By application and key, as everything below an application. */
  channel(application: string, key: string): Link;
  operation(application: string, key: string): Link;
  message(message: Message): Link;
  /** Of any schema in {@link ContractSet.schemas}; one that is written within a message is the part `payload` or `headers` of its page. */
  schema(id: string): Link;
  /** Of any name; one without a page leads to the list of exchanges, as that of the default exchange does. */
  exchange(name: string): Link;
  /**
   * Of any name. One in which messages wait for their next attempt is the part `retries` of its queue; dead letters of one queue alone are its
   * part `dead-letters`.
   */
  queue(name: string): Link;
  api(id: string): Link;
}
