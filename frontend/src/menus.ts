// Menus are <details>. One is open at a time; Escape or a click elsewhere closes it; a swap keeps it open.

function open(): HTMLDetailsElement | null {
  return document.querySelector<HTMLDetailsElement>("details[data-menu][open]");
}

function close(menu: HTMLDetailsElement, focus: boolean): void {
  menu.open = false;
  if (focus) menu.querySelector("summary")?.focus();
}

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      if (target && !menu.contains(target)) close(menu, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = open();
    if (event.key === "Escape" && menu) {
      event.preventDefault();
      close(menu, true);
    }
    if (event.key === "Escape" && location.hash === "#nav") location.hash = "main";
  });
  keepThroughSwaps();
}

/** A filter is chosen by several clicks: the list changes behind the open menu, and the focus stays where it was. */
function keepThroughSwaps(): void {
  let menu = "";
  let field = "";
  let caret: number | null = null;
  document.addEventListener("htmx:before:swap", () => {
    menu = open()?.id ?? "";
    const active = document.activeElement;
    field = active instanceof HTMLInputElement || active instanceof HTMLSelectElement ? fieldSelector(active) : "";
    caret = active instanceof HTMLInputElement && active.type === "search" ? active.selectionStart : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    const again = menu ? document.getElementById(menu) : null;
    if (again instanceof HTMLDetailsElement) again.open = true;
    const input = field ? document.querySelector<HTMLElement>(field) : null;
    input?.focus({ preventScroll: true });
    if (input instanceof HTMLInputElement && caret !== null) input.setSelectionRange(caret, caret);
  });
}

function fieldSelector(field: HTMLInputElement | HTMLSelectElement): string {
  const name = CSS.escape(field.name);
  const value = field instanceof HTMLInputElement && field.type === "checkbox" ? `[value="${CSS.escape(field.value)}"]` : "";
  return field.name ? `[data-listing] [name="${name}"]${value}` : "";
}
