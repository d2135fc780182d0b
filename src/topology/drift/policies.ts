/**
 * Which policies change what documents say. RabbitMQ takes the smaller of two limits, and for everything else an argument goes before a
 * policy (https://www.rabbitmq.com/docs/policies).
 */
import type { Arguments } from "#contract";
import type { AppliedPolicy } from "../management/live.js";
import type { Trait } from "./model.js";
import { traitOf } from "./traits.js";

const limits = ["message-ttl", "expires", "max-length", "max-length-bytes", "delivery-limit"] as const;
const settings = ["dead-letter-exchange", "dead-letter-routing-key", "overflow", "max-age", "single-active-consumer"] as const;

/** What a policy changes of a queue. Other keys (mirrors, memory, federation) lose no message and lead none elsewhere. */
export function queuePolicyTraits(args: Arguments, policy: AppliedPolicy | undefined): readonly Trait[] {
  if (policy === undefined) return [];
  const { definition } = policy;
  const name = policy.names.join(", ");
  const tighter = limits.filter((key) => {
    const [said, set] = [args[`x-${key}`], definition[key]];
    return typeof set === "number" && !(typeof said === "number" && said <= set);
  });
  const added = settings.filter((key) => args[`x-${key}`] === undefined && definition[key] !== undefined);
  return [...tighter, ...added].map((key) => traitOf(key, args[`x-${key}`], definition[key], name));
}

export function exchangePolicyTraits(args: Arguments, policy: AppliedPolicy | undefined): readonly Trait[] {
  const key = "alternate-exchange";
  const set = policy?.definition[key];
  return set === undefined || args[key] !== undefined ? [] : [traitOf(key, undefined, set, policy?.names.join(", "))];
}
