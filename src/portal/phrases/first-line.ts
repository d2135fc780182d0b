const most = 160;

/** The first line of a description that says something, shortened; empty where there is none. Plain text. */
export function firstLine(markdown: string | undefined): string {
  const line = (markdown ?? "").split("\n").find((each) => each.trim() !== "") ?? "";
  const text = line.replace(/^[#>\s]+/, "").trim();
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
