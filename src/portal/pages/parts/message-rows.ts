import { listed } from "../../content/inline.js";
import type { Inline, Table } from "../../content/model.js";
import { firstLine } from "../../phrases/first-line.js";
import type { MessageDefinition, MessageUse, System } from "../../system/model.js";

export const messageHead = ["Message", "Summary", "Sent by", "Received by"] as const;

/** One row for each message: what it is, who sends it, who takes it. */
export const messageRows = (system: System, messages: readonly MessageDefinition[]): Table["rows"] =>
  messages.map(({ message, uses }) => [
    [system.places.message(message)],
    [firstLine(message.summary ?? message.description ?? message.title)],
    users(system, uses, ["sends", "sends answers"]),
    users(system, uses, ["receives", "receives answers"]),
  ]);

const users = ({ places }: System, uses: readonly MessageUse[], as: readonly MessageUse["as"][]): readonly Inline[] =>
  listed(
    [...new Set(uses.filter((use) => as.includes(use.as)).map(({ application }) => application.id))].map((id) => places.application(id)),
  );
