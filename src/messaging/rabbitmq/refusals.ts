/** Reads what amqplib throws: which of its errors are the broker's own word, and what that word was. */

/** An exception that the broker raised on a channel (AMQP 0-9-1, section 1.2: reply codes). */
export interface Refusal {
  /** 403 access refused, 404 not found, 405 locked, 406 precondition failed, … */
  readonly code: number;
  /** The broker's own words. */
  readonly reason: string;
}

const quoted = /with message "(.*)"/s;

/** What the broker said, or undefined where it said nothing: the connection was lost. */
export const refusalOf = (error: unknown): Refusal | undefined => {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") return undefined;
  return { code: error.code, reason: quoted.exec(error.message)?.[1] ?? error.message };
};

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Why the broker does not let us in, or undefined where it could not be asked. amqplib drops the text of a close that
 * comes instead of `open-ok`; RabbitMQ closes there when the vhost is missing, down, full, or not for this user.
 */
export const entryRefusal = (error: unknown, user: string, vhost: string): string | undefined => {
  const text = textOf(error);
  if (text.includes("ACCESS_REFUSED")) return `RabbitMQ refuses the user "${user}": wrong name or password.`;
  if (text.includes("Expected ConnectionOpenOk; got <ConnectionClose")) {
    return `RabbitMQ does not let the user "${user}" into the virtual host "${vhost}": it does not exist, or the user has no permission there.`;
  }
  return undefined;
};
