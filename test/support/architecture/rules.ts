/** The rules of the house about who may know whom. Each returns sentences that begin with the place; none means all is well. */
import { environmentReadsOf, importsOf, packageOf, resolve, type Sources, starExportsOf } from "./source.js";

/** What each room of `src` may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  messaging: [],
  http: [],
  codegen: ["contract"],
  compatibility: ["contract"],
  "dead-letters": ["contract", "codegen", "messaging"],
  topology: ["contract", "messaging"],
  generated: ["messaging"],
  persistence: ["messaging"],
  host: ["messaging", "persistence", "http"],
  services: ["generated", "messaging", "persistence", "http", "host"],
  portal: ["contract", "codegen", "compatibility", "dead-letters", "topology", "messaging", "http"],
  cli: [
    "contract",
    "codegen",
    "compatibility",
    "dead-letters",
    "topology",
    "generated",
    "messaging",
    "persistence",
    "http",
    "host",
    "portal",
  ],
};

/** Packages that one room keeps to itself, so that replacing them touches one room. */
const keptIn: Readonly<Record<string, string>> = {
  amqplib: "messaging",
  "@asyncapi/parser": "contract",
  "@asyncapi/converter": "contract",
  "@asyncapi/modelina": "codegen",
  "better-sqlite3": "persistence",
  pg: "persistence",
  preact: "portal",
  elkjs: "portal",
  "markdown-it": "portal",
};

const roomOf = (path: string): string | undefined => {
  const [top, second] = path.split("/");
  return top === "generated" ? "generated" : top === "src" ? second : undefined;
};

/** `orders/payment` of a file of a service; undefined for a file directly in the group's folder, which all its services share. */
const serviceOf = (path: string): string | undefined => /^src\/services\/([^/]+\/[^/]+)\//.exec(path)?.[1];
const groupOf = (path: string): string | undefined => /^(?:generated|src\/services)\/([^/]+)\//.exec(path)?.[1];

/** A service knows itself and what its group shares; what a group shares knows no service. */
const serviceFault = (from: string, target: string): string | undefined => {
  if (groupOf(from) !== groupOf(target)) return "a service imports another group's code";
  const [own, other] = [serviceOf(from), serviceOf(target)];
  if (other === undefined || own === other) return undefined;
  return own === undefined ? "what a group shares imports a service" : "a service imports another";
};

const importFault = (from: string, specifier: string, sources: Sources): string | undefined => {
  const room = roomOf(from) ?? "";
  const target = resolve(from, specifier, sources);
  if (target === undefined) {
    const keeper = keptIn[packageOf(specifier)];
    return keeper !== undefined && keeper !== room ? `only ${keeper} imports ${packageOf(specifier)}` : undefined;
  }
  const other = roomOf(target);
  if (other === undefined) return `${room} imports ${target}, which is outside src and generated`;
  if (other === room) return room === "services" ? serviceFault(from, target) : undefined;
  const allowed = mayImport[room];
  if (allowed === undefined) return `src/${room} is no room of the architecture`;
  if (!allowed.includes(other)) return `${room} may not import ${other}`;
  if (room === "services" && other === "generated" && groupOf(from) !== groupOf(target)) return "a service imports another group's code";
  return specifier.startsWith("#") ? undefined : `rooms are imported by their # names, not as ${specifier}`;
};

/** The import table. */
export const importFaults = (sources: Sources): readonly string[] =>
  [...sources].flatMap(([path, text]) =>
    importsOf(text).flatMap(({ specifier, line }) => {
      const fault = importFault(path, specifier, sources);
      return fault === undefined ? [] : [`${path}:${line} ${fault}`];
    }),
  );

/** Only the outermost files read the environment. */
export const environmentFaults = (sources: Sources): readonly string[] =>
  [...sources]
    .filter(([path]) => path.startsWith("src/") && !/^src\/(cli\/|services\/[^/]+\/[^/]+\/main\.ts$)/.test(path))
    .flatMap(([path, text]) => environmentReadsOf(path, text).map((line) => `${path}:${line} only main.ts and the CLI read process.env`));

/** One named export list per room, names that say something. */
export const namingFaults = (sources: Sources): readonly string[] =>
  [...sources].flatMap(([path, text]) => [
    ...starExportsOf(path, text).map((line) => `${path}:${line} exports *: name what is public`),
    ...(/(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path) ? [`${path} has a name that says nothing`] : []),
    ...(/^[a-z0-9/-]+(\.d)?\.[a-z]+$/.test(path) ? [] : [`${path} is not kebab-case`]),
  ]);

/** Circles of imports, each once, written from its first file in alphabetical order. */
export const cycles = (sources: Sources): readonly string[] => {
  const found = new Set<string>();
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.add(describeCycle(trail.slice(start)));
      return;
    }
    if (finished.has(path)) return;
    trail.push(path);
    for (const { specifier } of importsOf(sources.get(path) ?? "")) {
      const target = resolve(path, specifier, sources);
      if (target !== undefined && sources.has(target)) visit(target);
    }
    trail.pop();
    finished.add(path);
  };
  for (const path of sources.keys()) visit(path);
  return [...found];
};

const describeCycle = (files: readonly string[]): string => {
  const first = files.indexOf([...files].sort()[0] ?? "");
  const turned = [...files.slice(first), ...files.slice(0, first)];
  return [...turned, turned[0]].join(" → ");
};
