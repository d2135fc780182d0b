import { search } from "./load.js";
import { resultCount, resultLines } from "./results.js";

/**
 * A button that opens the search, as `/` and Ctrl+K do. Enter goes to the first result, arrows walk through them, Esc closes: results are links,
 * and the focus walks.
 */
export function searchButton(): HTMLElement {
  const { dialog, open } = searchDialog();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "open-search";
  button.setAttribute("aria-keyshortcuts", "/ Control+K");
  const key = document.createElement("kbd");
  key.textContent = "/";
  key.ariaHidden = "true";
  button.append("Search", key);
  button.addEventListener("click", open);
  document.body.append(dialog);
  document.addEventListener("keydown", (event) => {
    if (!asksForSearch(event)) return;
    event.preventDefault();
    open();
  });
  return button;
}

function asksForSearch({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if ((ctrlKey || metaKey) && key.toLowerCase() === "k") return true;
  const writing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
  return key === "/" && !ctrlKey && !metaKey && !altKey && !writing && document.querySelector("dialog[open]") === null;
}

function searchDialog(): { readonly dialog: HTMLDialogElement; readonly open: () => void } {
  const dialog = document.createElement("dialog");
  dialog.className = "search";
  dialog.setAttribute("aria-label", "Search");
  const input = searchInput();
  const results = document.createElement("ol");
  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");
  dialog.append(input, results, status);
  const update = async (): Promise<void> => {
    try {
      const find = await search();
      const found = find(input.value);
      results.replaceChildren(...resultLines(found, input.value));
      results.scrollTop = 0;
      status.textContent = resultCount(found, input.value);
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  input.addEventListener("input", () => void update());
  dialog.addEventListener("keydown", (event) => walk(event, dialog, input));
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || (target instanceof Element && target.closest("a") !== null)) dialog.close();
  });
  const open = (): void => {
    if (!dialog.open) dialog.showModal();
    input.select();
    void update();
  };
  return { dialog, open };
}

function searchInput(): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "A name, an address, a field: correlation_id";
  input.setAttribute("aria-label", "Search names, addresses and fields");
  input.autocomplete = "off";
  input.spellcheck = false;
  return input;
}

/** Arrows walk from the input to the results and back; a letter goes to the input, wherever the focus is. Esc closes, also where the browser would first empty the input. */
function walk(event: KeyboardEvent, dialog: HTMLDialogElement, input: HTMLInputElement): void {
  const links: readonly HTMLElement[] = [...dialog.querySelectorAll("a")];
  const focused = document.activeElement ?? input;
  const at = links.findIndex((link) => link.contains(focused));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    (links[Math.min(at + step, links.length - 1)] ?? input).focus();
  } else if (event.key === "Enter" && focused === input) {
    event.preventDefault();
    links[0]?.click();
  } else if (event.key === "Escape") {
    event.preventDefault();
    dialog.close();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") input.focus();
}
