/** What proofs and changes name, as links: of another revision, or in a queue that no document writes, it need not have a page. */
import { endName } from "#compatibility";
import type { RouteEnd } from "#contract";
import { code } from "../../content/inline.js";
import type { Inline } from "../../content/model.js";
import { lookup } from "../../system/lookup.js";
import type { System } from "../../system/model.js";
import { endLinks } from "./deliveries.js";

/** `orders/payment › paymentAction` */
export const endInline = (system: System, end: RouteEnd): readonly Inline[] =>
  lookup(system).operation(end) === undefined ? [code(endName(end))] : endLinks(system, end);

export const queueInline = (system: System, name: string): Inline =>
  lookup(system).queues.has(name) ? system.places.queue(name) : code(name);
