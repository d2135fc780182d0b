import { pointerSegments } from "./tree.js";

/** What is changed of a converted document; the rest is carried along. */
interface Converted {
  readonly channels?: Readonly<Record<string, { messages?: Record<string, { readonly name?: unknown; readonly $ref?: unknown }> }>>;
  readonly operations?: Readonly<Record<string, { readonly messages?: { $ref?: unknown }[] }>>;
}

/**
 * Gives the messages of a converted document the names that AsyncAPI 2 knew them by: their own, or that of the component. The converter
 * numbers them (`publish.message.0`), and such a number would go over the wire as the message's type.
 */
export function nameMessages({ channels = {}, operations = {} }: Converted): void {
  const moved = new Map<string, string>();
  for (const [channelKey, channel] of Object.entries(channels)) {
    const renamed: [string, { readonly name?: unknown; readonly $ref?: unknown }][] = [];
    for (const [key, message] of Object.entries(channel.messages ?? {})) {
      const wanted = ownName(message) ?? key;
      const name = renamed.some(([taken]) => taken === wanted) ? key : wanted;
      renamed.push([name, message]);
      moved.set(reference(channelKey, key), reference(channelKey, name));
    }
    if (channel.messages !== undefined) channel.messages = Object.fromEntries(renamed);
  }
  for (const { messages = [] } of Object.values(operations))
    for (const item of messages) if (typeof item.$ref === "string") item.$ref = moved.get(item.$ref) ?? item.$ref;
}

function ownName({ name, $ref }: { readonly name?: unknown; readonly $ref?: unknown }): string | undefined {
  if (typeof name === "string" && name !== "") return name;
  return typeof $ref === "string" ? pointerSegments($ref.slice($ref.indexOf("#") + 1)).at(-1) : undefined;
}

const reference = (channel: string, message: string): string => `#/channels/${escaped(channel)}/messages/${escaped(message)}`;
const escaped = (segment: string): string => segment.replaceAll("~", "~0").replaceAll("/", "~1");
