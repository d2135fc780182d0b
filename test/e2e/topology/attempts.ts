/** One user's connection, on which things are tried that the broker may refuse. */
import { type Channel, type ConfirmChannel, connect, credentials } from "amqplib";

export interface User {
  /** `done`, or the broker's reply code: 403 where it refuses access. */
  attempt(act: (channel: Channel) => Promise<unknown>): Promise<"done" | number>;
  publish(exchange: string, routingKey: string): Promise<"done" | number>;
  close(): Promise<void>;
}

/** Rejects where the broker does not let the user in. */
export async function openUser(url: string): Promise<User> {
  const [user = "", password = ""] = [new URL(url).username, new URL(url).password].map(decodeURIComponent);
  // amqplib takes what is percent-encoded in a URL for Latin-1.
  const connection = await connect(url, { noDelay: true, credentials: credentials.plain(user, password) });
  connection.on("error", () => undefined);
  // A refusal closes its channel, so each attempt has one of its own.
  const onChannel = async <C extends Channel>(channel: C, act: (channel: C) => Promise<unknown>): Promise<"done" | number> => {
    let refusal: number | undefined;
    const closed = new Promise<void>((resolve) => channel.once("close", resolve));
    channel.on("error", (error: Error & { readonly code?: number }) => {
      refusal = error.code;
    });
    const done = await act(channel).then(
      () => true,
      () => false,
    );
    if (done) await channel.close();
    await closed;
    if (!done && refusal === undefined) throw new Error("the channel was closed without a reason");
    return refusal ?? "done";
  };
  return {
    attempt: async (act) => onChannel(await connection.createChannel(), act),
    publish: async (exchange, routingKey) =>
      onChannel(await connection.createConfirmChannel(), async (channel: ConfirmChannel) => {
        channel.publish(exchange, routingKey, Buffer.from("{}"));
        await channel.waitForConfirms();
      }),
    close: () => connection.close(),
  };
}
