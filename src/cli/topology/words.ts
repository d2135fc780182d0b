/** What `warren topology` says. Names on a broker come from anybody: nothing of them may steer a terminal. */
import type { Applied, Drift, Permissions, Trait, WantedTopology } from "#topology";
import { count, plain } from "../report.js";

type Arguments = WantedTopology["queues"][number]["arguments"];

export function topologyWords({ exchanges, queues, bindings }: WantedTopology): string {
  const sections: readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[] = [
    [
      "exchanges",
      exchanges.map(({ name, type, applications, owners: _, ...rest }) => [
        `${name}  ${[type, ...traitWords(rest)].join(", ")}`,
        applications,
      ]),
    ],
    ["queues", queues.map(({ name, applications, owners: _, ...rest }) => [`${name}  ${traitWords(rest).join(", ")}`, applications])],
    [
      "bindings",
      bindings.map(({ exchange, queue, routingKey, arguments: args, applications }) => [
        `${exchange} → ${queue}  ${[`"${routingKey}"`, ...argumentWords(args)].join(", ")}`,
        applications,
      ]),
    ],
  ];
  return sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `${title}\n${rows.map(([text, people]) => `  ${plain(text)}  (${people.join(", ")})\n`).join("")}`)
    .join("\n");
}

interface Flags {
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly exclusive?: boolean;
  readonly arguments: Arguments;
}

const traitWords = ({ durable, autoDelete, exclusive, arguments: args }: Flags): readonly string[] => [
  durable ? "durable" : "transient",
  ...(autoDelete ? ["auto-delete"] : []),
  ...(exclusive ? ["exclusive"] : []),
  ...argumentWords(args),
];

const argumentWords = (args: Arguments): readonly string[] =>
  Object.entries(args).map(([name, value]) => `${name} ${JSON.stringify(value)}`);

export function appliedWords({ exchanges, queues, bindings, left }: Applied, vhost: string, dryRun: boolean): string {
  const what = `${count(exchanges, "exchange")}, ${count(queues, "queue")} and ${count(bindings, "binding")}`;
  const rest = left.length === 0 ? "" : `Left to their applications, whose instances declare them: ${left.join(", ")}.\n`;
  return `${what} ${dryRun ? "would be declared" : "declared"} in the virtual host "${plain(vhost)}".\n${rest}`;
}

export function driftWords(found: readonly Drift[], vhost: string): string {
  if (found.length === 0) return `The virtual host "${plain(vhost)}" has all that the documents ask for, and nothing else.\n`;
  const entries = found.map((each) => {
    const people = each.applications.length === 0 ? "no document asks for it" : each.applications.join(", ");
    const traits = "traits" in each ? each.traits.map(driftTraitWords) : [];
    const lines = [`${each.kind} ${each.what}  (${people})`, ...traits, ...each.loses.map((loss) => `  lost: ${loss}`), "  to do:"];
    return [...lines, ...each.migration.map((step) => `    ${step}`), ""].map(plain).join("\n");
  });
  return `${entries.join("\n")}\n${count(found.length, "difference")}.\n`;
}

function driftTraitWords({ name, wanted, live, policy }: Trait): string {
  const [asked, there] = [wanted, live].map((value) => (value === undefined ? "not set" : JSON.stringify(value)));
  return policy === undefined
    ? `  ${name}: ${there} there, ${asked} in the documents`
    : `  ${name}: ${there} by the policy ${policy}, ${asked} in the documents`;
}

export function permissionWords(all: readonly Permissions[]): string {
  const blocks = all.map(({ application, configure, write, read, topics, notes }) => [
    application,
    `  configure  ${configure}`,
    `  write      ${write}`,
    `  read       ${read}`,
    ...topics.flatMap((topic) => [`  topics of ${topic.exchange}`, `    write    ${topic.write}`, `    read     ${topic.read}`]),
    ...notes.map((note) => `  note: ${note}`),
    "",
  ]);
  return blocks.map((lines) => lines.map(plain).join("\n")).join("\n");
}
