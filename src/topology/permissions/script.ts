import { shellQuoted } from "../shell.js";
import type { Permissions } from "./permissions.js";

/** The permissions as a POSIX shell script of `rabbitmqctl` lines. The users must exist: a script is no place for passwords. */
export function permissionScript(all: readonly Permissions[], vhost: string): string {
  const at = `-p ${shellQuoted(vhost)}`;
  const lines = all.flatMap(({ application, configure, write, read, topics }) => {
    const user = shellQuoted(application);
    return [
      `\n# Makes the user, asking for a password: rabbitmqctl add_user ${user}`,
      `rabbitmqctl set_permissions ${at} ${[user, ...[configure, write, read].map(quoted)].join(" ")}`,
      ...topics.map(
        (topic) =>
          `rabbitmqctl set_topic_permissions ${at} ${[user, shellQuoted(topic.exchange), quoted(topic.write), quoted(topic.read)].join(" ")}`,
      ),
    ];
  });
  return ["#!/bin/sh", "set -eu", ...lines, ""].join("\n");
}

/** Patterns are quoted always, since most of them must be. */
const quoted = (pattern: string): string => `'${pattern.replaceAll("'", `'\\''`)}'`;
