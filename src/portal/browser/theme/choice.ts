const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "theme";

/** What the reader chose on this device; `system` where nothing was, or where nothing may be kept. */
export function chosenTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? "system";
  } catch {
    return "system"; // The browser keeps nothing for pages from a folder.
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** A choice that holds for this page, and for all others where the browser keeps it. */
export function themeChoice(): HTMLElement {
  const choice = document.createElement("select");
  choice.className = "theme";
  choice.setAttribute("aria-label", "Colours");
  choice.append(...themes.map((theme) => new Option(names[theme], theme)));
  choice.value = chosenTheme();
  choice.addEventListener("change", () => {
    const theme = themes.find((each) => each === choice.value) ?? "system";
    applyTheme(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {
      // It holds for this page then.
    }
  });
  return choice;
}

const names: Readonly<Record<Theme, string>> = { system: "As the system", light: "Light", dark: "Dark" };
