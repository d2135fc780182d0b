import type { Json } from "#contract";
import { canonical, isList, isObject } from "./json.js";

const usual: readonly Json[] = [null, true, false, 0, 1, -1, 1.5, "", "a", [], [null], [0, 0], {}, { a: null }];
const triedAtMost = 200;

/** Values that stand in the schemas, and a few that often break something: for what the search could not decide. */
export function tryCandidates<Answer>(producer: Json, consumer: Json, confirm: (value: Json) => Answer | undefined): Answer | undefined {
  const found = new Map<string, Json>();
  for (const value of [...usual, ...valuesIn(producer), ...valuesIn(consumer)]) {
    if (found.size < triedAtMost) found.set(canonical(value), value);
  }
  for (const value of found.values()) {
    const answer = confirm(value);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** What stands under `const`, `enum`, `examples`, `default`, wherever that is. */
function* valuesIn(schema: Json): Generator<Json> {
  if (isList(schema)) for (const part of schema) yield* valuesIn(part);
  if (!isObject(schema)) return;
  for (const [keyword, part] of Object.entries(schema)) {
    if (keyword === "const" || keyword === "default") yield part;
    else if ((keyword === "enum" || keyword === "examples") && isList(part)) yield* part;
    else yield* valuesIn(part);
  }
}
