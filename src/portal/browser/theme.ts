/** Runs before the page is shown, so that it is shown in the colours that were chosen. */
import { applyTheme, chosenTheme } from "./theme/choice.js";

applyTheme(chosenTheme());
