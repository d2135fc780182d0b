import type { Application, Json, Message, Problem, Schema } from "#contract";
import { messagesOf } from "./emit/application-view.js";
import { checkValue } from "./validators/check-value.js";

/** Examples that break the message they are examples of: whoever copies one would be refused. */
export function checkExamples(application: Application, schemas: ReadonlyMap<string, Schema>): Problem[] {
  const messages = new Set(application.operations.flatMap(messagesOf));
  return [...messages].flatMap((message) => message.examples.flatMap((example) => checkExample(message, example, schemas)));
}

function checkExample(message: Message, example: Message["examples"][number], schemas: ReadonlyMap<string, Schema>): Problem[] {
  const parts: readonly (readonly [string, Json | undefined, string | undefined])[] = [
    ["payload", example.payload, message.payload],
    ["headers", example.headers, message.headers],
  ];
  return parts.flatMap(([part, value, schemaId]) => {
    if (value === undefined || schemaId === undefined) return [];
    const [fault] = checkValue(value, schemaId, schemas);
    if (fault === undefined) return [];
    const place = fault.pointer === "" ? `its ${part}` : `${fault.pointer} of its ${part}`;
    const sentence = `This is no valid example of "${message.name}": ${place} ${fault.sentence}.`;
    return [{ ...example.location, severity: "warning", code: "invalid-example", message: sentence }];
  });
}
