/** A `curl` line as a document shows it, and the JSON below it. */
export interface ShownRequest {
  readonly path: string;
  readonly init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string };
  readonly answer: unknown;
}

/** Reads `$ curl -s URL -H '…' -d '…'`. */
export function requestOf(line: string, answer: string): ShownRequest {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? "");
  const after = (flag: string): string | undefined => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
  const url = new URL(words.find((word) => word.startsWith("http://")) ?? "");
  const [name = "", value = ""] = after("-H")?.split(": ") ?? [];
  const body = after("-d");
  return {
    path: url.pathname + url.search,
    init: {
      method: body === undefined ? "GET" : "POST",
      headers: name === "" ? {} : { [name]: value },
      ...(body === undefined ? {} : { body }),
    },
    answer: JSON.parse(answer) as unknown,
  };
}
