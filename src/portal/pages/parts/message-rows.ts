import type { Proof } from "#compatibility";
import { listed } from "../../content/inline.js";
import type { Inline, Table } from "../../content/model.js";
import { firstLine } from "../../phrases/first-line.js";
import { lookup } from "../../system/lookup.js";
import type { MessageDefinition, MessageUse, System } from "../../system/model.js";

export const messageHead = ["Message", "Summary", "Sent by", "Received by"] as const;

/** One row for each message: what it is, who sends it, who takes it, those included who describe it in words of their own. */
export const messageRows = (system: System, messages: readonly MessageDefinition[]): Table["rows"] =>
  messages.map(({ message, uses }) => {
    const sending = uses.filter(({ as }) => as === "sends" || as === "sends answers");
    const taking = uses.filter(({ as }) => as === "receives" || as === "receives answers");
    const isOf = (use: MessageUse) => (proof: Proof) => proof.message === message.key || carriedBy(use) === 1;
    const senders = taking.flatMap((use) =>
      lookup(system)
        .takenBy(endOf(use))
        .filter(isOf(use))
        .map(({ producer }) => producer.application),
    );
    const takers = sending.flatMap((use) =>
      lookup(system)
        .sentBy(endOf(use))
        .filter(isOf(use))
        .map(({ consumer }) => consumer.application),
    );
    return [
      [system.places.message(message)],
      [firstLine(message.summary ?? message.description ?? message.title)],
      applications(system, [...sending.map(({ application }) => application.id), ...senders]),
      applications(system, [...taking.map(({ application }) => application.id), ...takers]),
    ];
  });

const endOf = ({ application, operation }: MessageUse) => ({ application: application.id, operation: operation.key });

const carriedBy = ({ operation, as }: MessageUse): number =>
  (as === "sends" || as === "receives" ? operation.messages : (operation.reply?.messages ?? [])).length;

const applications = ({ places }: System, ids: readonly string[]): readonly Inline[] =>
  listed([...new Set(ids)].map((id) => places.application(id)));
