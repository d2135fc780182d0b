/** A `curl` line as a document shows it. */
export interface ShownRequest {
  /** As the document has it; "" where it names none. */
  readonly port: string;
  readonly path: string;
  readonly init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string };
}

const withValue = new Set(["-u", "-H", "-d", "-X"]);

/** Reads `curl [-s] [-X METHOD] [-u user:password] URL [-H '…'] [-d '…']`; a URL may lack its `http://`. */
export function requestOf(line: string): ShownRequest {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? "");
  const after = (flag: string): readonly string[] => words.flatMap((word, at) => (words[at - 1] === flag ? [word] : []));
  const address = words.find((word, at) => at > 0 && !word.startsWith("-") && !withValue.has(words[at - 1] ?? "")) ?? "";
  const url = new URL(/^https?:/.test(address) ? address : `http://${address}`);
  const [user] = after("-u");
  const headers = [
    ...after("-H").map((header) => header.split(": ") as [string, string]),
    ...(user === undefined ? [] : [["authorization", `Basic ${Buffer.from(user).toString("base64")}`] as const]),
  ];
  const [body] = after("-d");
  const [method = body === undefined ? "GET" : "POST"] = after("-X");
  return {
    port: url.port,
    path: url.pathname + url.search,
    init: { method, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) },
  };
}
