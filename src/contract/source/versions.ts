import { convertDocument } from "./conversion.js";
import type { Reading } from "./references.js";
import { get, isObject, type JsonObject, type SourceFile } from "./tree.js";

/** The document in AsyncAPI 3: as it is, or converted from 2.x. Undefined, and reported, where its version is another. */
export async function toVersion3(reading: Reading, file: SourceFile, root: JsonObject): Promise<JsonObject | undefined> {
  const version = get(root, "asyncapi");
  const place = reading.origins.atValue(root, "asyncapi");
  if (version === "3.0.0" || version === "3.1.0") return root;
  if (typeof version !== "string" || !/^2\.[0-6]\.0$/.test(version)) {
    const given = typeof version === "string" ? `AsyncAPI ${version}` : `"asyncapi: ${JSON.stringify(version)}"`;
    const message = `${given} is not supported; 3.0.0 is, also 3.1.0, and 2.0.0 to 2.6.0 by conversion.`;
    reading.problems.add("error", "unsupported-version", place, message);
    return undefined;
  }
  const channels = get(root, "channels");
  if (channels !== undefined && !isObject(channels)) {
    // The converter would make none of it.
    reading.problems.add("error", "wrong-value", reading.origins.atValue(root, "channels"), '"channels" must be an object.');
    return undefined;
  }
  try {
    const converted = await convertDocument(reading, root);
    const message = `This AsyncAPI ${version} document is read as 3.0.0, converted: "publish" became receive, "subscribe" became send.`;
    reading.problems.add("note", "converted", place, message);
    return converted;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    reading.problems.add("error", "unsupported-version", place, `${file.name} cannot be converted from AsyncAPI ${version}: ${reason}`);
    return undefined;
  }
}
