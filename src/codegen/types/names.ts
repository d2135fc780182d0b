import { pascalCase } from "#contract";

/** Names that a generated file or its reader expects to be TypeScript's own. A schema of such a name gets `Type` behind it. */
const builtIn = new Set(
  `Array ArrayBuffer ArrayLike AsyncIterable AsyncIterator Awaited BigInt Boolean Buffer Capitalize DataView Date Error Exclude Extract Function
   Generator Infinity Intl Iterable Iterator JSON Lowercase Map Math NaN NonNullable Number Object Omit Parameters Partial Pick Promise PropertyKey Proxy
   Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Reflect RegExp Required ReturnType Set String Symbol ThisType Uncapitalize Uppercase
   WeakMap WeakRef WeakSet`.split(/\s+/),
);

/** Names given so far in one file; the first who asks for a name keeps it. */
export interface Names {
  /** The first free name of `candidates`, which go from the wanted one to the most qualified; a number is the last resort. */
  claim(candidates: readonly string[]): string;
  isFree(name: string): boolean;
}

export function createNames(reserved: ReadonlySet<string>): Names {
  const taken = new Set(reserved);
  const isFree = (name: string): boolean => name !== "" && !taken.has(name) && !builtIn.has(name);
  return {
    isFree,
    claim(candidates) {
      const first = candidates.find((name) => name !== "") ?? "Payload";
      const typed = builtIn.has(first) || reserved.has(first) ? [`${first}Type`] : [];
      const name = [...(isFree(first) ? [first] : []), ...typed, ...candidates].find(isFree) ?? numbered(typed[0] ?? first, isFree);
      taken.add(name);
      return name;
    },
  };
}

function numbered(name: string, isFree: (name: string) => boolean): string {
  for (let number = 2; ; number += 1) {
    if (isFree(`${name}${number}`)) return `${name}${number}`;
  }
}

/** What tells a schema from another of the same name: the file it stands in, then what it stands under there. */
export function qualifiedNames(id: string, name: string): readonly string[] {
  const [file = "", pointer = ""] = id.split(/#(.*)/s);
  const stem = pascalCase((file.split("/").at(-1) ?? "").replace(/\.[^.]*$/, ""));
  const folder = pascalCase(file.split("/").at(-2) ?? "");
  const holders = pointer
    .split("/")
    .slice(1, -1)
    .filter((segment) => !/^(components|schemas|messages|payload|properties|definitions|\$defs|items|\d+)$/.test(segment));
  const holder = pascalCase(holders.at(-1)?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "");
  return [name, `${stem}${name}`, `${holder}${name}`, `${folder}${stem}${name}`, `${stem}${holder}${name}`].filter(
    (candidate) => candidate !== "",
  );
}
