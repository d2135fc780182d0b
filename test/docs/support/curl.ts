/** A `curl` line as a document shows it. */
export interface ShownRequest {
  readonly path: string;
  readonly init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string };
}

/** Reads `curl -s [-u user:password] URL [-H '…'] [-d '…']`. */
export function requestOf(line: string): ShownRequest {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? "");
  const after = (flag: string): readonly string[] => words.flatMap((word, at) => (words[at - 1] === flag ? [word] : []));
  const url = new URL(words.find((word) => word.startsWith("http://")) ?? "");
  const [user] = after("-u");
  const headers = [
    ...after("-H").map((header) => header.split(": ") as [string, string]),
    ...(user === undefined ? [] : [["authorization", `Basic ${Buffer.from(user).toString("base64")}`] as const]),
  ];
  const [body] = after("-d");
  return {
    path: url.pathname + url.search,
    init: { method: body === undefined ? "GET" : "POST", headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) },
  };
}
