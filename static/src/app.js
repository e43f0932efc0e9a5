// What every page starts with. The socket and the editor come only when the page has use for them.
import "./js/htmx.js";
import "@github/relative-time-element";
import { each } from "./js/pages.js";
import { wireClocks } from "./js/clocks.js";
import { wireCopying } from "./js/copying.js";
import { wireDesk } from "./js/desk.js";
import { wireDialogs } from "./js/dialogs.js";
import { wireDrafts } from "./js/drafts.js";
import { wireFailures } from "./js/failures.js";
import { wireKeys } from "./js/keys.js";
import { wireLive } from "./js/live.js";
import { wireMenus } from "./js/menus.js";
import { wireScrollers } from "./js/scrollers.js";
import { wireSubmits } from "./js/submits.js";
import { wireSuggestions } from "./js/suggestions.js";
import { wireTheme } from "./js/theme.js";
import { wireToasts } from "./js/toasts.js";
import { wireVotes } from "./js/votes.js";

wireTheme();
wireToasts();
wireMenus();
wireDialogs();
wireKeys();
wireScrollers();
wireSubmits();
wireSuggestions();
wireVotes();
wireFailures();
wireDrafts();
wireClocks();
wireCopying();
wireDesk();
wireLive();

each("[data-composer]", (composer) => import("./editor.js").then((editor) => editor.wire(composer)));
