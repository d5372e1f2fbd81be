// The people of a map as a table that opens and closes, for the keyboard (the treegrid pattern of WAI-ARIA).

const level = (row: HTMLElement) => Number(row.getAttribute("aria-level"));
const beside = matchMedia("(width >= 900px)"); // the map; else it is above, and would be scrolled away
const isOpen = (row: HTMLElement) => row.getAttribute("aria-expanded") === "true";

export const growTree = (table: HTMLTableElement) => {
  const rows = [...table.querySelectorAll<HTMLElement>("tbody tr")];
  const shown = () => rows.filter((row) => !row.hidden);

  /** One row, with its link, is in the order of the Tab key. */
  const current = (row: HTMLElement) => {
    for (const other of rows) {
      other.tabIndex = other === row ? 0 : -1;
      for (const link of other.querySelectorAll("a")) link.tabIndex = other === row ? 0 : -1;
    }
  };
  const go = (row: HTMLElement | undefined) => {
    if (!row) return;
    current(row);
    row.focus();
  };
  const fold = () => {
    let closed = Infinity; // the level below which nothing is seen
    for (const row of rows) {
      row.hidden = level(row) > closed;
      if (row.hidden) continue;
      closed = row.hasAttribute("aria-expanded") && !isOpen(row) ? level(row) : Infinity;
    }
  };
  const open = (row: HTMLElement, wanted: boolean) => {
    row.setAttribute("aria-expanded", String(wanted));
    fold();
  };
  const parent = (row: HTMLElement) =>
    rows.slice(0, rows.indexOf(row)).findLast((above) => above.hasAttribute("aria-expanded") && level(above) < level(row));
  const show = (row: HTMLElement) =>
    document.dispatchEvent(new CustomEvent("map:show", { detail: row.dataset.show }));

  const keys: Record<string, (row: HTMLElement) => void> = {
    ArrowDown: (row) => go(shown()[shown().indexOf(row) + 1]),
    ArrowUp: (row) => go(shown()[shown().indexOf(row) - 1]),
    Home: () => go(shown()[0]),
    End: () => go(shown().at(-1)),
    ArrowRight: (row) => {
      if (!row.hasAttribute("aria-expanded")) return;
      if (isOpen(row)) go(shown()[shown().indexOf(row) + 1]);
      else open(row, true);
    },
    ArrowLeft: (row) => {
      if (isOpen(row)) open(row, false);
      else go(parent(row));
    },
    Enter: show,
    " ": show,
  };
  table.addEventListener("keydown", (event) => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("tbody tr") : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLAnchorElement && event.key === "Enter") return; // the link itself
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(row);
  });
  table.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest("a")) return;
    const row = event.target.closest<HTMLElement>("tbody tr");
    if (!row) return;
    current(row);
    if (event.target.closest(".opener")) open(row, !isOpen(row));
    else show(row);
  });
  document.addEventListener("map:chosen", (event) => {
    const chosen = (event as CustomEvent<string | null>).detail;
    for (const row of rows) {
      if (row.dataset.show !== chosen) row.removeAttribute("aria-selected");
      else {
        row.setAttribute("aria-selected", "true");
        if (beside.matches) row.scrollIntoView({ block: "nearest" });
      }
    }
  });
  if (rows[0]) current(rows[0]);
};
